//! What can be said of a center without simulating it: whether it can come to a steady state,
//! and how much work its callers are expected to bring.

use crate::random::Law;
use crate::time::{SimTime, Span};

use super::calls::{Arrivals, CallType, Patience, RateStep};
use super::clock::ClockLaw;
use super::{AgentGroup, Center};

impl Center {
    /// Whether nothing depends on the clock: calls come at one rate, laws, routes and staff stay
    /// the same, queues are always open, no day is busier than others. Such a center comes to a
    /// steady state, if it can.
    #[must_use]
    pub fn is_stationary(&self) -> bool {
        let steady_group =
            |group: &AgentGroup| group.staff.len() == 1 && group.absence.probability <= 0.0;
        self.forecast_error.is_none()
            && self.bookings.is_empty()
            && self.call_types.iter().all(CallType::is_stationary)
            && self.groups.iter().all(steady_group)
            && self.queues.iter().all(|q| q.hours.is_none() && q.callback.offer_hours.is_none())
            && self.routing.rules.iter().all(|rule| rule.windows.is_none())
    }

    /// Mean handle time of a call over all types, weighted by how many call; none where nobody
    /// calls.
    #[must_use]
    pub fn mean_handle_time(&self) -> Option<Span> {
        let end = self.horizon.end;
        let (mut ticks, mut calls) = (0.0, 0.0);
        for call_type in &self.call_types {
            let expected = call_type.expected_calls(end);
            calls += expected;
            ticks +=
                expected * (call_type.talk_time.mean(end) + call_type.after_call_work.mean(end));
        }
        (calls > 0.0).then(|| Span::from_ticks(ticks / calls))
    }

    /// Talk and after-call work, in ticks, that the first calls arriving within `from` to `to`
    /// are expected to bring.
    ///
    /// # Errors
    /// In words, where it is not known exactly.
    pub fn expected_work(&self, from: SimTime, to: SimTime) -> Result<f64, &'static str> {
        let exact = |law: &Option<Law>| law.as_ref().is_none_or(Law::has_exact_mean);
        if !exact(&self.forecast_error) || !self.call_types.iter().all(|c| exact(&c.forecast_error))
        {
            return Err("the mean of a forecast error is known by simulation only");
        }
        let varies = self.forecast_error.is_some();
        self.call_types.iter().map(|call_type| call_type.expected_work(from, to, varies)).sum()
    }
}

impl CallType {
    fn is_stationary(&self) -> bool {
        let rate = |step: &RateStep| step.calls / step.to.since(step.from).ticks();
        let steady = match &self.arrivals {
            Arrivals::Poisson(steps) => {
                let first = steps.first().map_or(0.0, rate);
                steps.iter().all(|step| libm::fabs(rate(step) - first) <= 1e-9 * first)
            }
            Arrivals::Renewal(_) => true,
            Arrivals::Exact(_) | Arrivals::Recorded(_) => false,
        };
        let patience_is_constant = match &self.patience {
            Patience::Never => true,
            Patience::Law(law) => law.is_constant(),
        };
        steady
            && patience_is_constant
            && self.spikes.is_empty()
            && self.forecast_error.is_none()
            && self.talk_time.is_constant()
            && self.after_call_work.is_constant()
    }

    /// Work of the calls of this type; `varies` where all arrivals have a day factor.
    fn expected_work(&self, from: SimTime, to: SimTime, varies: bool) -> Result<f64, &'static str> {
        if !self.spikes.is_empty() {
            return Err("calls come in spikes");
        }
        if !self.talk_time.has_exact_mean() || !self.after_call_work.has_exact_mean() {
            return Err("the mean of a truncated law is known by simulation only");
        }
        let work =
            |from, to| self.talk_time.integral(from, to) + self.after_call_work.integral(from, to);
        match &self.arrivals {
            Arrivals::Poisson(steps) | Arrivals::Exact(steps) => {
                let of_step = |step: &RateStep| {
                    let rate = self.volume * step.calls / step.to.since(step.from).ticks();
                    rate * work(step.from.max(from), step.to.min(to))
                };
                Ok(steps.iter().map(of_step).sum())
            }
            Arrivals::Recorded(recorded) => {
                let moves = varies || self.forecast_error.is_some() || recorded.thin > 1.0;
                if moves || recorded.jitter > Span::ZERO {
                    return Err("recorded calls are moved about");
                }
                let within = recorded.calls.iter().filter(|row| from <= row.at && row.at < to);
                let ticks = |stated: Option<Span>, law: &ClockLaw, at| {
                    stated.map_or_else(|| law.at(at).mean(), Span::ticks)
                };
                let rows = within.map(|row| {
                    ticks(row.talk_time, &self.talk_time, row.at)
                        + ticks(row.after_call_work, &self.after_call_work, row.at)
                });
                Ok(recorded.thin * rows.sum::<f64>())
            }
            Arrivals::Renewal(_) => Err("how many calls a renewal process brings is not known"),
        }
    }
}
