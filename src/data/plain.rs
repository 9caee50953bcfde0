//! CSV as nearly all of it is: split where it stands, into what the library would read.

use crate::scenario::{DataTable, Sheet};

use super::csv::MARK;

/// The columns of a text of at most 4 GiB with as many cells in each line as columns with a name of
/// their own, where a quoted cell holds no quote and no break. None where anything is odd: that is
/// left to the library, and what is to be said of it.
pub(super) fn split(text: &str, separator: char) -> Option<(Vec<String>, Vec<u32>)> {
    u32::try_from(text.len()).ok().filter(|&length| length < u32::MAX)?;
    let body = text.find('\n')? + 1;
    let names = names(&text[..body - 1], separator)?;
    let bytes = text.as_bytes();
    let mut is_special = [false; 256];
    for byte in [separator as u8, b'\n', b'\r', b'"'] {
        is_special[usize::from(byte)] = true;
    }
    let mut starts = Vec::with_capacity(bytes.len() / 8);
    // Where this line and this cell start, and how many cells of the line have ended.
    let (mut line, mut cell, mut cells) = (body, body, 0);
    starts.push(body as u32);
    let mut at = body;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if !is_special[usize::from(byte)] {
            continue;
        }
        let next = bytes.get(at);
        match byte {
            b'"' if at == cell + 1 => at = closed(bytes, at, separator as u8)?,
            b'"' => return None,
            b'\r' if next == Some(&b'\n') && at > line + 1 => {}
            b'\r' => return None,
            b'\n' if cells + 1 != names.len() || at == line + 1 => return None,
            b'\n' => {
                (line, cell, cells) = (at, at, 0);
                starts.push(at as u32);
            }
            _ => {
                (cell, cells) = (at, cells + 1);
                starts.push(at as u32);
            }
        }
    }
    // The last line may lack its end.
    if line < bytes.len() {
        if cells + 1 != names.len() {
            return None;
        }
        starts.push(bytes.len() as u32 + 1);
    }
    (starts.len() > 1).then_some((names, starts))
}

/// As a table, whose cells stay in the text.
pub(super) fn table(text: String, header: Vec<String>, starts: Vec<u32>) -> DataTable {
    let columns = Sheet::new(text, starts, header.len()).into_columns();
    DataTable { header, columns, ..DataTable::default() }
}

/// Where a quoted cell goes on after its last quote; none unless it ends there.
fn closed(bytes: &[u8], from: usize, separator: u8) -> Option<usize> {
    let inner = bytes.get(from..)?.iter().position(|byte| matches!(byte, b'"' | b'\n' | b'\r'))?;
    let after = from + inner + 1;
    let ends = bytes.get(after).is_none_or(|&byte| [separator, b'\n', b'\r'].contains(&byte));
    (bytes[after - 1] == b'"' && ends).then_some(after)
}

/// The names of the columns; none where one is empty, odd, or comes twice.
fn names(line: &str, separator: char) -> Option<Vec<String>> {
    let line = line.strip_prefix(MARK).unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let mut names: Vec<&str> = Vec::new();
    for name in line.split(separator) {
        let inner = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        let name = inner.unwrap_or(name);
        if name.is_empty() || name.contains(['"', '\r', MARK]) || names.contains(&name) {
            return None;
        }
        names.push(name);
    }
    Some(names.iter().map(|name| name.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use crate::data::csv::by_library;
    use crate::random::{Draws, Purpose, Stream};
    use crate::scenario::DataTable;

    use super::*;

    /// A cell, an end of a line or whatever else may stand in a file; mostly what is ordinary.
    fn piece(dice: &mut Draws, separator: char) -> String {
        const ORDINARY: [&str; 10] =
            ["", "12", "0.5", "3,5", "true", " a b ", "żółw", "\"quoted\"", "\"\"", "2026-03-02"];
        const ODD: [&str; 16] = [
            "\"",
            "\"\"\"\"",
            "\"a\"\"b\"",
            "\"a\nb\"",
            "\"a\" ",
            " \"a\"",
            "a\"b",
            "\r",
            "\n",
            "a\r",
            "\"a;b\"",
            "\"a,b\"",
            "\u{FEFF}",
            "\0",
            "#",
            "\"\r\"",
        ];
        let odd = dice.below(60) == 0;
        let from: &[&str] = if odd { &ODD } else { &ORDINARY };
        let piece = from[dice.below(from.len() as u64) as usize];
        // An unquoted cell seldom holds the separator.
        if piece.contains(separator) && !odd { "x".to_owned() } else { piece.to_owned() }
    }

    /// A file of some lines with about as many cells each.
    fn file(dice: &mut Draws) -> (String, char) {
        let separator = [',', ';', '\t'][dice.below(3) as usize];
        let end = ["\n", "\r\n"][dice.below(2) as usize];
        let columns = 1 + dice.below(4);
        let mut text = if dice.below(8) == 0 { MARK.to_string() } else { String::new() };
        for line in 0..1 + dice.below(6) {
            let columns = columns + u64::from(dice.below(60) == 0);
            let cell = |dice: &mut Draws, column: u64| match line {
                0 if dice.below(40) > 0 => match dice.below(4) {
                    0 => format!("\"name {column}\""),
                    _ => format!("name {column}"),
                },
                _ => piece(dice, separator),
            };
            let cells: Vec<String> = (0..columns).map(|column| cell(dice, column)).collect();
            text += &cells.join(&separator.to_string());
            text += end;
        }
        if dice.below(4) == 0 {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        (text, separator)
    }

    fn cells(table: &DataTable) -> (Vec<String>, Vec<Vec<Option<String>>>) {
        let columns = table.columns.iter();
        let texts = columns.map(|cells| cells.iter().map(|cell| cell.map(str::to_owned)).collect());
        (table.header.clone(), texts.collect())
    }

    #[test]
    fn what_is_split_is_what_the_library_reads() {
        let mut split_by_us = 0;
        for number in 0..20_000 {
            let mut dice = Stream::new(1, 0, Purpose::Jitter, 0).draws(number, 0);
            let (text, separator) = file(&mut dice);
            let Some((header, starts)) = split(&text, separator) else { continue };
            split_by_us += 1;
            let read = by_library(&text, separator);
            let read = read.unwrap_or_else(|why| panic!("{text:?}: {why:?}"));
            let ours = table(text.clone(), header, starts);
            assert_eq!(cells(&ours), cells(&read), "{text:?}");
        }
        assert!((8_000..19_000).contains(&split_by_us), "{split_by_us} of 20,000");
    }

    #[test]
    fn what_is_odd_is_left_to_the_library() {
        for text in [
            "",
            "a,b",
            "a,b\n",
            "a,b\n\n1,2\n",
            "a,b\n1,2\n\n",
            "a,b\n1\n",
            "a,b\n1,2,3\n",
            "a,b\n1,2\n3",
            "a,a\n1,2\n",
            "a,\n1,2\n",
            "a,b\n1,\"2\"\"\"\n",
            "a,b\n1,\"2\n3\"\n",
            "a,b\n1,\"2\n",
            "a,b\n1,\"2\" \n",
            "a,b\n1,2\"\n",
            "a,b\r1,2\r",
            "a,b\n1\r,2\n",
            "a,b\n1,2\r",
            "a,b\n1,2\r\r\n",
            "a,\"b\nc\"\n1,2\n",
        ] {
            assert_eq!(split(text, ','), None, "{text:?}");
        }
    }
}
