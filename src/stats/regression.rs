//! Least squares: how a response depends on several columns at once, with standard errors.

/// A fitted plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The constant, then one coefficient for each column.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub standard_errors: Vec<f64>,
    /// Rows less coefficients.
    pub degrees: u32,
    /// Share of the response's variance that the plane explains, from 0 to 1.
    pub explained: f64,
}

/// Fits `response` by a constant and the columns, all of one length (normal equations, solved by
/// Cholesky's factorisation; Draper and Smith, "Applied Regression Analysis", chapter 5). None when
/// there are not more rows than coefficients, or when a column depends on the others.
#[must_use]
pub fn least_squares(columns: &[Vec<f64>], response: &[f64]) -> Option<Fit> {
    let (rows, size) = (response.len(), columns.len() + 1);
    if rows <= size {
        return None;
    }
    let at = |row: usize, column: usize| if column == 0 { 1.0 } else { columns[column - 1][row] };
    let mut products = vec![vec![0.0; size]; size];
    let mut right = vec![0.0; size];
    for (row, y) in response.iter().enumerate() {
        for i in 0..size {
            right[i] += at(row, i) * y;
            for (j, product) in products[i].iter_mut().enumerate().take(i + 1) {
                *product += at(row, i) * at(row, j);
            }
        }
    }
    let factor = cholesky(&products)?;
    let coefficients = solve(&factor, &right);
    let fitted = |row: usize| (0..size).map(|i| coefficients[i] * at(row, i)).sum::<f64>();
    let mean = response.iter().sum::<f64>() / rows as f64;
    let square = |difference: f64| difference * difference;
    let residual: f64 = (0..rows).map(|row| square(response[row] - fitted(row))).sum();
    let total: f64 = response.iter().map(|y| square(y - mean)).sum();
    let variance = residual / (rows - size) as f64;
    let standard_errors = (0..size)
        .map(|i| {
            let mut unit = vec![0.0; size];
            unit[i] = 1.0;
            libm::sqrt(variance * solve(&factor, &unit)[i])
        })
        .collect();
    Some(Fit {
        coefficients,
        standard_errors,
        degrees: (rows - size) as u32,
        explained: if total > 0.0 { (1.0 - residual / total).clamp(0.0, 1.0) } else { 0.0 },
    })
}

/// The lower triangle whose product with its transpose is the matrix; none when that is singular.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    let mut factor = vec![vec![0.0; size]; size];
    for i in 0..size {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i == j {
                if rest <= 1e-10 * matrix[i][i] {
                    return None;
                }
                factor[i][i] = libm::sqrt(rest);
            } else {
                factor[i][j] = rest / factor[j][j];
            }
        }
    }
    Some(factor)
}

/// Solves by a Cholesky factor, forwards and backwards.
fn solve(factor: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let size = right.len();
    let mut x = right.to_vec();
    for i in 0..size {
        let known: f64 = (0..i).map(|k| factor[i][k] * x[k]).sum();
        x[i] = (x[i] - known) / factor[i][i];
    }
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| factor[k][i] * x[k]).sum();
        x[i] = (x[i] - known) / factor[i][i];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_found_exactly() {
        let a: Vec<f64> = (0..12).map(|n| f64::from(n % 4)).collect();
        let b: Vec<f64> = (0..12).map(|n| f64::from(n % 3)).collect();
        let y: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 2.0 + 3.0 * a - 0.5 * b).collect();
        let fit = least_squares(&[a, b], &y).unwrap();
        for (found, exact) in fit.coefficients.iter().zip([2.0, 3.0, -0.5]) {
            assert!((found - exact).abs() < 1e-12, "{fit:?}");
        }
        assert!((fit.explained - 1.0).abs() < 1e-12 && fit.degrees == 9);
    }

    #[test]
    fn the_standard_error_of_a_line_is_the_textbooks() {
        // y = 1, 3, 2, 5 over x = 0, 1, 2, 3: slope 1.1, residual sum of squares 2.7, so that its
        // standard error is sqrt(2.7 / 2 / 5).
        let fit = least_squares(&[vec![0.0, 1.0, 2.0, 3.0]], &[1.0, 3.0, 2.0, 5.0]).unwrap();
        assert!((fit.coefficients[1] - 1.1).abs() < 1e-12);
        assert!((fit.standard_errors[1] - (2.7f64 / 10.0).sqrt()).abs() < 1e-12, "{fit:?}");
    }

    #[test]
    fn what_cannot_be_told_apart_is_not_fitted() {
        let x = vec![1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(least_squares(&[x.clone(), x.clone()], &x), None);
        assert_eq!(least_squares(&[vec![2.0; 5]], &x), None);
        assert_eq!(least_squares(&[vec![1.0, 2.0]], &[1.0, 2.0]), None);
    }
}
