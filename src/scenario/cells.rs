//! The cells of one column of a data file, in one text: no memory of its own for each.

use std::sync::Arc;

/// Cells by row; an empty cell is none.
#[derive(Clone, Debug)]
pub enum Cells {
    /// In a text of their own.
    Column(Column),
    /// In the text of the whole file, those of one column.
    Sheet(Arc<Sheet>, usize),
}

impl Cells {
    /// How many there are, empty ones too.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Column(column) => column.ends.len(),
            Self::Sheet(sheet, _) => sheet.rows(),
        }
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a row; none where it is empty.
    #[inline]
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Column(column) => column.get(row),
            Self::Sheet(sheet, column) => sheet.get(row, *column),
        }
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }
}

impl<S: AsRef<str>> FromIterator<Option<S>> for Cells {
    fn from_iter<I: IntoIterator<Item = Option<S>>>(cells: I) -> Self {
        let mut all = Column::default();
        for cell in cells {
            all.push(cell.as_ref().map(|cell| [cell.as_ref()]));
        }
        Self::Column(all)
    }
}

/// Cells one after another in a text of their own.
#[derive(Clone, Debug, Default)]
pub struct Column {
    text: String,
    /// Where each cell ends in the text; odd where there is a cell.
    ends: Vec<u64>,
}

impl Column {
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

    fn get(&self, row: usize) -> Option<&str> {
        let end = *self.ends.get(row)?;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before] >> 1);
        (end & 1 == 1).then(|| &self.text[start as usize..(end >> 1) as usize])
    }
}

/// The text of a file whose lines have as many cells each. One byte stands between two cells;
/// before the one that ends a line there may be a carriage return. A cell may stand in quotes.
#[derive(Debug)]
pub struct Sheet {
    text: String,
    /// Where each cell starts, line by line, and where one more would.
    starts: Vec<u32>,
    columns: usize,
}

impl Sheet {
    /// Cells that start here in a text, so many in a line, and where one more would start.
    #[must_use]
    pub const fn new(text: String, starts: Vec<u32>, columns: usize) -> Self {
        Self { text, starts, columns }
    }

    /// Its columns, which share the text.
    #[must_use]
    pub fn into_columns(self) -> Vec<Cells> {
        let sheet = Arc::new(self);
        (0..sheet.columns).map(|column| Cells::Sheet(Arc::clone(&sheet), column)).collect()
    }

    fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1) / self.columns
    }

    #[inline]
    fn get(&self, row: usize, column: usize) -> Option<&str> {
        let position = row * self.columns + column;
        let next = *self.starts.get(position + 1)? as usize;
        let cell = self.text.get(self.starts[position] as usize..next - 1)?;
        let ends_line = column + 1 == self.columns;
        let cell = if ends_line { cell.strip_suffix('\r').unwrap_or(cell) } else { cell };
        match cell.strip_prefix('"') {
            Some(quoted) => Some(quoted.strip_suffix('"').unwrap_or(quoted)),
            None => (!cell.is_empty()).then_some(cell),
        }
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
        let mut parts = Column::with_capacity(1, 3);
        assert!(Cells::Column(parts.clone()).is_empty());
        parts.push(Some(["12:00", "Z"]));
        assert_eq!(parts.get(0), Some("12:00Z"));
    }

    #[test]
    fn the_columns_of_a_sheet_share_its_text() {
        let text = "at,name\r\n1,zażółć\r\n,\"\"\r\n\"3\",".to_owned();
        let columns = Sheet::new(text, vec![9, 11, 23, 24, 28, 32, 33], 2).into_columns();
        let cells: Vec<Vec<Option<&str>>> =
            columns.iter().map(|cells| cells.iter().collect()).collect();
        assert_eq!(cells, [[Some("1"), None, Some("3")], [Some("zażółć"), Some(""), None]]);
        assert_eq!((columns[0].len(), columns[1].get(3), columns[0].get(3)), (3, None, None));
    }
}
