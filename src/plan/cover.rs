//! Covers a requirement with shifts at least cost: integer programming, stopped by a number of
//! nodes and never by the clock, so that the same question has the same answer.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

/// The cost may exceed the bound of linear programming by this share.
const GAP: f64 = 0.005;
/// Branches of one search, times the ways that it chooses from, at most; but not too few.
const WORK: u64 = 1_000_000;
/// Branches at least.
const NODES: u64 = 300;
/// A shortage within limits costs as much as so many hours of the dearest shift.
const SHORTAGE: f64 = 100.0;

/// A way of working: what one agent costs who works it, and the share of each row covered.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) cost: f64,
    pub(super) covers: Vec<(usize, f64)>,
    /// The limit that it counts to, if any.
    pub(super) limit: Option<usize>,
}

/// A cover.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cover {
    /// Agents by way.
    pub(super) agents: Vec<u32>,
    pub(super) cost: f64,
    /// No cover costs less: by linear programming, or by the search where that proved more.
    pub(super) bound: f64,
    /// Rows that no way touches.
    pub(super) out_of_reach: Vec<usize>,
}

/// The least number of agents of each way, by cost, so that every row has what it needs; `limits`
/// are most agents over all ways that count to them. Parts that share no row are solved one by one.
pub(super) fn cover(ways: &[Way], needs: &[f64], limits: &[u32]) -> Cover {
    let mut found = Cover { agents: vec![0; ways.len()], ..Cover::default() };
    found.out_of_reach = (0..needs.len())
        .filter(|&row| needs[row] > 0.0 && !ways.iter().any(|way| share(way, row) > 0.0))
        .collect();
    let needs = &whole(ways, needs);
    for part in parts(ways, needs.len()) {
        let own: Vec<&Way> = part.iter().map(|&way| &ways[way]).collect();
        let solved = solve(&own, needs, limits);
        for (way, agents) in part.into_iter().zip(solved.0) {
            found.agents[way] = agents;
            found.cost += ways[way].cost * f64::from(agents);
        }
        found.bound += solved.1;
    }
    found
}

/// The same needs for whole agents: where every way covers all of a row or nothing, a part of an
/// agent is one. The bound of linear programming gains what is rounded.
fn whole(ways: &[Way], needs: &[f64]) -> Vec<f64> {
    let mut is_whole = vec![true; needs.len()];
    for &(row, share) in ways.iter().flat_map(|way| &way.covers) {
        is_whole[row] &= share == 1.0;
    }
    let up = |(&need, whole): (&f64, bool)| if whole { libm::ceil(need - 1e-9) } else { need };
    needs.iter().zip(is_whole).map(up).collect()
}

/// The share of a row that a way covers.
fn share(way: &Way, row: usize) -> f64 {
    way.covers.iter().find(|cover| cover.0 == row).map_or(0.0, |cover| cover.1)
}

/// Ways that share rows or limits, directly or through others, in order.
fn parts(ways: &[Way], rows: usize) -> Vec<Vec<usize>> {
    let mut of_row: Vec<Option<usize>> = vec![None; rows];
    let mut part: Vec<usize> = (0..ways.len()).collect();
    fn root(part: &[usize], mut at: usize) -> usize {
        while part[at] != at {
            at = part[at];
        }
        at
    }
    for (at, way) in ways.iter().enumerate() {
        for &(row, _) in &way.covers {
            match of_row[row] {
                Some(other) => {
                    let (a, b) = (root(&part, other), root(&part, at));
                    part[a.max(b)] = a.min(b);
                }
                None => of_row[row] = Some(at),
            }
        }
    }
    let roots: Vec<usize> = (0..ways.len()).map(|at| root(&part, at)).collect();
    let firsts = (0..ways.len()).filter(|&at| roots[at] == at);
    firsts.map(|first| (0..ways.len()).filter(|&at| roots[at] == first).collect()).collect()
}

/// Agents by way, and the bound.
fn solve(ways: &[&Way], needs: &[f64], limits: &[u32]) -> (Vec<u32>, f64) {
    let relaxed = model(ways, needs, limits, false);
    let Some((values, bound, _)) = optimum(&relaxed, SolveOptions::default()) else {
        return (rounded(ways, needs, limits, &vec![0.0; ways.len()]), 0.0);
    };
    let rounded = rounded(ways, needs, limits, &values);
    let cost = |agents: &[u32]| -> f64 {
        ways.iter().zip(agents).map(|(way, &n)| way.cost * f64::from(n)).sum()
    };
    if cost(&rounded) <= bound * (1.0 + GAP) {
        return (rounded, bound);
    }
    let whole = model(ways, needs, limits, true);
    let hint = whole.1.iter().zip(&rounded).map(|(&way, &n)| (way, f64::from(n))).collect();
    let mut options = SolveOptions::default();
    options.mip_gap = GAP;
    options.node_limit = Some((WORK / ways.len() as u64).max(NODES));
    options.warm_start = Some(hint);
    let Some((values, _, proved)) = optimum(&whole, options) else { return (rounded, bound) };
    let bound = bound.max(proved.unwrap_or(bound));
    let searched: Vec<u32> = values.iter().map(|n| libm::round(*n) as u32).collect();
    // Where a limit leaves a shortage, the rounded ones may cost less by falling shorter.
    let is_better = !limits.is_empty() || cost(&searched) < cost(&rounded);
    (if is_better { searched } else { rounded }, bound)
}

/// The problem and the variable of each way.
fn model(ways: &[&Way], needs: &[f64], limits: &[u32], whole: bool) -> (Problem, Vec<Variable>) {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<Variable> = ways
        .iter()
        .map(|way| {
            if whole {
                problem.add_integer_var(way.cost, (0, i32::MAX))
            } else {
                problem.add_var(way.cost, (0.0, f64::INFINITY))
            }
        })
        .collect();
    let mut rows: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); needs.len()];
    for (way, &variable) in ways.iter().zip(&variables) {
        for &(row, share) in &way.covers {
            rows[row].push((variable, share));
        }
    }
    let dearest = ways.iter().map(|way| way.cost).fold(0.0, f64::max);
    for (mut row, &need) in rows.into_iter().zip(needs) {
        if row.is_empty() || need <= 0.0 {
            continue;
        }
        if !limits.is_empty() {
            row.push((problem.add_var(SHORTAGE * dearest, (0.0, f64::INFINITY)), 1.0));
        }
        problem.add_constraint(row.as_slice(), ComparisonOp::Ge, need);
    }
    for (limit, &most) in limits.iter().enumerate() {
        let counted: Vec<(Variable, f64)> = ways
            .iter()
            .zip(&variables)
            .filter(|(way, _)| way.limit == Some(limit))
            .map(|(_, &variable)| (variable, 1.0))
            .collect();
        if !counted.is_empty() {
            problem.add_constraint(counted.as_slice(), ComparisonOp::Le, f64::from(most));
        }
    }
    (problem, variables)
}

/// The values of the ways' variables, the objective, and the bound that was proved.
fn optimum(
    (problem, variables): &(Problem, Vec<Variable>),
    options: SolveOptions,
) -> Option<(Vec<f64>, f64, Option<f64>)> {
    let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
    let values = variables.iter().map(|&way| solution.var_value(way)).collect();
    Some((values, solution.objective(), solution.stats().best_bound))
}

/// Whole agents near fractional ones: rounded down, then the way that covers most of what is
/// missing for its cost, again and again; then whoever is not needed leaves, the dearest first.
fn rounded(ways: &[&Way], needs: &[f64], limits: &[u32], values: &[f64]) -> Vec<u32> {
    let mut agents: Vec<u32> =
        values.iter().map(|value| libm::floor(value + 1e-6) as u32).collect();
    let mut missing = needs.to_vec();
    let mut free = limits.to_vec();
    for (way, &n) in ways.iter().zip(&agents) {
        way.covers.iter().for_each(|&(row, share)| missing[row] -= share * f64::from(n));
        way.limit.iter().for_each(|&limit| free[limit] = free[limit].saturating_sub(n));
    }
    let worth = |way: &Way, missing: &[f64]| {
        let covered = way.covers.iter().map(|&(row, share)| share.min(missing[row]).max(0.0));
        covered.sum::<f64>() / way.cost.max(1e-9)
    };
    loop {
        let allowed = |way: &Way| way.limit.is_none_or(|limit| free[limit] > 0);
        let best = (0..ways.len())
            .filter(|&at| allowed(ways[at]))
            .map(|at| (at, worth(ways[at], &missing)))
            .fold(None, |best: Option<(usize, f64)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            });
        let Some((at, _)) = best.filter(|best| best.1 > 1e-9) else { break };
        agents[at] += 1;
        ways[at].covers.iter().for_each(|&(row, share)| missing[row] -= share);
        ways[at].limit.iter().for_each(|&limit| free[limit] -= 1);
    }
    let mut order: Vec<usize> = (0..ways.len()).collect();
    order.sort_by(|&a, &b| ways[b].cost.total_cmp(&ways[a].cost));
    for at in order {
        let needed = |missing: &[f64]| {
            ways[at]
                .covers
                .iter()
                .any(|&(row, share)| needs[row] > 0.0 && missing[row] + share > 1e-9)
        };
        while agents[at] > 0 && !needed(&missing) {
            agents[at] -= 1;
            ways[at].covers.iter().for_each(|&(row, share)| missing[row] += share);
        }
    }
    agents
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day of 96 quarter-hours and 120 ways: 24 starts, five places of an unpaid half-hour.
    fn day() -> (Vec<Way>, Vec<f64>) {
        let mut ways = Vec::new();
        for start in (0..48).step_by(2) {
            for pause in 0..5 {
                let from = start + 12 + 2 * pause;
                let covers = (start..start + 34).filter(|slot| !(from..from + 2).contains(slot));
                let covers = covers.map(|slot| (slot % 96, 1.0)).collect();
                ways.push(Way { cost: 8.0, covers, limit: None });
            }
        }
        let needs = (0..96).map(|slot| {
            let morning = f64::from(slot - 36) / 10.0;
            let evening = f64::from(slot - 60) / 12.0;
            (4.0 + 40.0 * libm::exp(-morning * morning) + 28.0 * libm::exp(-evening * evening))
                .round()
        });
        (ways, needs.collect())
    }

    #[test]
    fn a_day_of_96_intervals_and_120_ways_is_covered_within_one_per_cent_of_the_bound() {
        let (ways, needs) = day();
        let found = cover(&ways, &needs, &[]);
        for (row, need) in needs.iter().enumerate() {
            let there: f64 =
                ways.iter().zip(&found.agents).map(|(w, &n)| share(w, row) * f64::from(n)).sum();
            assert!(there >= need - 1e-9 || found.out_of_reach.contains(&row), "{row}");
        }
        assert!(found.bound > 0.0 && found.cost <= 1.01 * found.bound, "{found:?}");
        assert_eq!(cover(&ways, &needs, &[]), found);
    }

    #[test]
    fn what_no_shift_reaches_is_said_and_limits_are_kept() {
        let way = |row, limit| Way { cost: 1.0, covers: vec![(row, 1.0)], limit };
        let found = cover(&[way(0, Some(0)), way(1, None)], &[3.0, 2.0, 1.0], &[2]);
        assert_eq!(found.agents, [2, 2]);
        assert_eq!(found.out_of_reach, [2]);
    }

    #[test]
    fn days_that_share_no_row_are_solved_apart() {
        let way = |rows: &[usize]| Way {
            cost: 1.0,
            covers: rows.iter().map(|&row| (row, 1.0)).collect(),
            limit: None,
        };
        let ways = [way(&[0, 1]), way(&[3]), way(&[1, 2]), way(&[3, 4])];
        assert_eq!(parts(&ways, 5), [vec![0, 2], vec![1, 3]]);
    }
}
