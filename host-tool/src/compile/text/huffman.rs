//! Lengths of Huffman codes with a maximum length, by the package-merge algorithm of Larmore and Hirschberg (1990).

/// Returns the code length of each weight: 0 for a weight of 0, and 1 for a single symbol.
///
/// # Panics
///
/// Panics if more than `2^limit` symbols have a weight.
#[must_use]
pub fn code_lengths(weights: &[u64], limit: usize) -> Vec<u8> {
    let mut lengths = vec![0; weights.len()];
    let mut leaves: Vec<(u64, Vec<usize>)> =
        weights.iter().enumerate().filter(|(_, weight)| **weight > 0).map(|(symbol, weight)| (*weight, vec![symbol])).collect();
    assert!(leaves.len() <= 1 << limit, "{} symbols do not fit into codes of {limit} bits", leaves.len());
    leaves.sort();
    match &leaves[..] {
        [] => return lengths,
        [(_, only)] => {
            lengths[only[0]] = 1;
            return lengths;
        }
        _ => {}
    }
    let mut row = leaves.clone();
    for _ in 1..limit {
        let packages = row.chunks_exact(2).map(|pair| (pair[0].0 + pair[1].0, [&pair[0].1[..], &pair[1].1[..]].concat()));
        let mut merged: Vec<(u64, Vec<usize>)> = leaves.iter().cloned().chain(packages).collect();
        merged.sort_by_key(|(weight, _)| *weight);
        row = merged;
    }
    for (_, symbols) in row.iter().take(2 * leaves.len() - 2) {
        for symbol in symbols {
            lengths[*symbol] += 1;
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kraft(lengths: &[u8]) -> f64 {
        lengths.iter().filter(|length| **length > 0).map(|length| 0.5f64.powi(i32::from(*length))).sum()
    }

    #[test]
    fn short_codes_for_frequent_symbols() {
        assert_eq!(code_lengths(&[8, 4, 2, 1, 1], 15), [1, 2, 3, 4, 4]);
        assert_eq!(code_lengths(&[0, 5, 0], 15), [0, 1, 0]);
        assert_eq!(code_lengths(&[], 15), [] as [u8; 0]);
    }

    #[test]
    fn the_limit_holds_and_the_code_is_complete() {
        // Fibonacci weights make the deepest trees.
        let mut weights = vec![1u64, 1];
        while weights.len() < 40 {
            weights.push(weights[weights.len() - 1] + weights[weights.len() - 2]);
        }
        let lengths = code_lengths(&weights, 15);
        assert_eq!(lengths.iter().max(), Some(&15));
        assert!((kraft(&lengths) - 1.0).abs() < 1e-9);
    }
}
