//! Error messages contain the numbers and names that the errors carry.

use std::collections::BTreeSet;
use std::error::Error as _;

use factrom::{CapacityError, DatasetId, Error, OpenError, Quantity, Store, Tag, Time, TimeError};

use crate::blobs::TALKS;

#[test]
fn open_errors_show_their_values() {
    let found = DatasetId([0xAB; 16]);
    let expected = DatasetId([0x12; 16]);
    let cases: [(OpenError, &[&str]); 12] = [
        (OpenError::TooShort { len: 4321 }, &["4321"]),
        (OpenError::Erased, &["FF"]),
        (OpenError::NotABlob { found: [0xDE, 0xAD, 0xBE, 0xEF] }, &["de ad be ef", "89 46 43 54"]),
        (OpenError::Version { major: 77, minor: 88 }, &["77.88", "1.x", env!("CARGO_PKG_VERSION")]),
        (OpenError::Truncated, &[]),
        (OpenError::Malformed, &[]),
        (OpenError::TooLarge, &["512 MiB", "32"]),
        (OpenError::Checksum, &["CRC"]),
        (OpenError::UnknownRequired { tag: 200 }, &["200"]),
        (OpenError::Missing(Tag::Codec), &["codec"]),
        (OpenError::Section(Tag::TripleTerms), &["triple terms"]),
        (OpenError::OtherDataset { found, expected }, &["abababababababababababababababab", "12121212121212121212121212121212"]),
    ];
    let messages: BTreeSet<String> = cases.iter().map(|(error, _)| error.to_string()).collect();
    assert_eq!(messages.len(), cases.len(), "each message is different");
    for (error, parts) in cases {
        let message = error.to_string();
        assert!(message.len() > 15 && error.source().is_none(), "{message}");
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    }
}

#[test]
fn errors_show_their_values() {
    let capacity = CapacityError { capacity: 4321 };
    let cases: [(Error, &str); 5] = [
        (Error::Corrupt(Tag::Locators), "locators"),
        (Error::NotFound, ""),
        (Error::Ambiguous, ""),
        (Error::from(capacity), "4321"),
        (Error::Write, ""),
    ];
    let messages: BTreeSet<String> = cases.iter().map(|(error, _)| error.to_string()).collect();
    assert_eq!(messages.len(), cases.len(), "each message is different");
    for (error, part) in cases {
        let message = error.to_string();
        assert!(message.len() > 15 && message.contains(part), "{message}");
    }
    assert_eq!(Error::from(capacity).to_string(), capacity.to_string());
}

#[test]
fn tags_have_numbers_and_names() {
    let names: BTreeSet<&str> = Tag::ALL.iter().map(|tag| tag.name()).collect();
    assert_eq!(names.len(), Tag::ALL.len());
    for (number, tag) in (1..).zip(Tag::ALL) {
        assert_eq!((Tag::from_number(number), tag.to_string().as_str()), (Some(*tag), tag.name()));
    }
    assert_eq!((Tag::from_number(0), Tag::from_number(13)), (None, None));
}

#[test]
fn time_and_quantity_errors_show_their_values() {
    let message = |text: &str| Time::parse(text).unwrap_err().to_string();
    assert_eq!(Time::parse("2022-02-30"), Err(TimeError::Day { year: 2022, month: 2, day: 30 }));
    let parts: [(&str, &[&str]); 4] =
        [("soon", &["2022-01-10"]), ("2022-13", &["13"]), ("2021-02-30", &["2021-02", "30", "28"]), ("2022/2021", &[])];
    let messages: BTreeSet<String> = parts.iter().map(|(text, _)| message(text)).collect();
    assert_eq!(messages.len(), 4);
    for (text, parts) in parts {
        assert!(parts.iter().all(|part| message(text).contains(part)) && message(text).len() > 15, "{}", message(text));
    }
    assert!(Quantity::parse("many").unwrap_err().to_string().contains("> 14000 people"));
}

#[test]
fn a_store_and_its_cursors_can_be_debugged() {
    let store = Store::open(TALKS).unwrap();
    assert!(format!("{store:?}").contains("Store"));
    let title = store.title().unwrap();
    let (mut bytes, mut chars) = (title.bytes(), title.chars());
    let before = format!("{bytes:?} {chars:?}");
    assert!(before.contains("Bytes") && before.contains("Chars") && before.contains("ended: false"), "{before}");
    let _ = (bytes.by_ref().count(), chars.by_ref().count());
    assert!(format!("{bytes:?}").contains("ended: true"));
    let id = store.dataset_id();
    assert_eq!(id.to_string().len(), 32);
    assert!(id.to_string().starts_with(&format!("{:02x}{:02x}", id.0[0], id.0[1])));
}
