//! Totals kept close together: exact, each field in as many bytes as its largest value takes.

use std::marker::PhantomData;
use std::ops::Range;

/// Something made of whole numbers, one after another.
pub trait Totals: Default {
    /// How many.
    const FIELDS: usize;

    /// Tells each.
    fn each(&self, tell: impl FnMut(u64));

    /// Made of numbers as they were told.
    fn of(next: impl FnMut() -> u64) -> Self;
}

/// Rows of totals that are kept and no longer change. A field that is zero in every row takes no
/// room in them, and most are: a day takes an eighth of what it was counted in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed<T> {
    rows: usize,
    /// How many bytes each field takes; then the rows, field by field, the lowest byte first; then
    /// [`BEHIND`] zeros.
    bytes: Box<[u8]>,
    totals: PhantomData<T>,
}

/// A field is read as eight bytes, of which those that are not its own are cut off.
const BEHIND: usize = 7;

impl<T: Totals> Packed<T> {
    /// Keeps these rows.
    #[must_use]
    pub fn new(rows: &[T]) -> Self {
        let mut all = vec![0; T::FIELDS];
        for row in rows {
            let mut fields = all.iter_mut();
            row.each(|value| fields.next().into_iter().for_each(|all| *all |= value));
        }
        let widths: Vec<u8> = all.into_iter().map(width).collect();
        let length = rows.len() * row_length(&widths);
        let mut bytes = Vec::with_capacity(widths.len() + length + BEHIND);
        bytes.extend_from_slice(&widths);
        for row in rows {
            let mut fields = widths.iter();
            row.each(|value| {
                let width = fields.next().map_or(0, |&width| usize::from(width));
                bytes.extend_from_slice(&value.to_le_bytes()[..width]);
            });
        }
        bytes.extend_from_slice(&[0; BEHIND]);
        Self { rows: rows.len(), bytes: bytes.into_boxed_slice(), totals: PhantomData }
    }

    /// The memory that it takes, in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        size_of::<Self>() + self.bytes.len()
    }

    /// A row, by its number.
    #[must_use]
    pub fn row(&self, row: usize) -> T {
        self.sum(row..row + 1)
    }

    /// The sum of some rows.
    #[must_use]
    pub fn sum(&self, rows: Range<usize>) -> T {
        if rows.is_empty() {
            return T::of(|| 0);
        }
        let (widths, bytes) = self.bytes.split_at(T::FIELDS);
        let length = row_length(widths);
        let mut fields = widths.iter();
        let mut rest = &bytes[rows.start * length..];
        T::of(|| {
            let width = fields.next().map_or(0, |&width| usize::from(width));
            if width == 0 {
                return 0;
            }
            let own = u64::MAX >> (64 - 8 * width);
            let word =
                |at: usize| rest[at..].first_chunk().map_or(0, |word| u64::from_le_bytes(*word));
            let sum = (0..rows.len()).map(|row| word(row * length) & own).sum();
            rest = &rest[width..];
            sum
        })
    }

    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        (0..self.rows).map(|row| self.row(row))
    }
}

/// The bytes that a number takes.
const fn width(value: u64) -> u8 {
    (64 - value.leading_zeros()).div_ceil(8) as u8
}

fn row_length(widths: &[u8]) -> usize {
    widths.iter().map(|&width| usize::from(width)).sum()
}

#[cfg(test)]
mod tests {
    use super::super::cell::DutyCell;
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_and_zeros_take_no_room() {
        let cell = |duty_ticks, busy_ticks, paid_ticks| DutyCell {
            duty_ticks,
            busy_ticks,
            overtime_ticks: 0,
            paid_ticks,
        };
        let rows = [cell(0, 255, 7), cell(1, 256, u64::MAX), cell(200, 65_535, 1 << 56)];
        let packed = Packed::new(&rows);
        assert_eq!(packed.iter().collect::<Vec<_>>(), rows);
        assert_eq!(packed.bytes(), size_of_val(&packed) + 4 + 3 * (1 + 2 + 8) + 7);
        assert_eq!(packed.sum(0..0), DutyCell::default());
        assert_eq!(packed.sum(3..3), DutyCell::default());
        assert_eq!(packed.sum(0..3).busy_ticks, 255 + 256 + 65_535);
        assert_eq!(packed.sum(2..3), rows[2]);
        let empty = Packed::new(&[DutyCell::default(); 2]);
        assert_eq!(empty.iter().collect::<Vec<_>>(), [DutyCell::default(); 2]);
        assert_eq!(empty.bytes(), size_of_val(&empty) + 4 + 7);
    }
}
