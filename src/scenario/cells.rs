//! The cells of one column of a data file, in one text: no memory of its own for each.

/// Cells by row; an empty cell is none.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    text: String,
    /// Where each cell ends in the text; odd where there is a cell.
    ends: Vec<u64>,
}

impl Cells {
    /// No cells yet, with room for so many of so many bytes in all.
    #[must_use]
    pub fn with_capacity(cells: usize, bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(cells) }
    }

    /// Adds a cell, put together from parts; none is an empty one.
    pub fn push<const N: usize>(&mut self, cell: Option<[&str; N]>) {
        for part in cell.iter().flatten() {
            self.text.push_str(part);
        }
        self.ends.push((self.text.len() as u64) << 1 | u64::from(cell.is_some()));
    }

    /// How many there are, empty ones too.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell of a row; none where it is empty.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before] >> 1);
        (end & 1 == 1).then(|| &self.text[start as usize..(end >> 1) as usize])
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }
}

impl<S: AsRef<str>> FromIterator<Option<S>> for Cells {
    fn from_iter<I: IntoIterator<Item = Option<S>>>(cells: I) -> Self {
        let mut all = Self::default();
        for cell in cells {
            all.push(cell.as_ref().map(|cell| [cell.as_ref()]));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_cell_is_none_and_a_cell_of_no_letters_is_a_cell() {
        let given = [Some("a"), None, Some(""), Some("zażółć"), None];
        let cells: Cells = given.into_iter().collect();
        assert_eq!(cells.iter().collect::<Vec<_>>(), given);
        assert_eq!((cells.len(), cells.get(3), cells.get(5)), (5, Some("zażółć"), None));
        let mut parts = Cells::with_capacity(1, 3);
        assert!(parts.is_empty());
        parts.push(Some(["12:00", "Z"]));
        assert_eq!(parts.get(0), Some("12:00Z"));
    }
}
