//! Reports as JUnit XML, which CI systems read.

use std::fmt::{self, Display, Formatter, Write};

/// Results of all question files.
pub struct Report {
    pub suites: Vec<Suite>,
}

/// Results of a question file.
pub struct Suite {
    pub name: String,
    pub cases: Vec<Case>,
}

/// Result of a question.
pub struct Case {
    pub name: String,
    pub class: String,
    pub status: Status,
}

/// How the question ended.
pub enum Status {
    Passed,
    Skipped,
    /// A summary on one line, and all differences.
    Failed(String, String),
}

impl Suite {
    fn count(&self, status: impl Fn(&Status) -> bool) -> usize {
        self.cases.iter().filter(|case| status(&case.status)).count()
    }

    fn failures(&self) -> usize {
        self.count(|status| matches!(status, Status::Failed(..)))
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let tests: usize = self.suites.iter().map(|suite| suite.cases.len()).sum();
        let failures: usize = self.suites.iter().map(Suite::failures).sum();
        writeln!(f, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(f, "<testsuites name=\"factrom test\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
        self.suites.iter().try_for_each(|suite| write!(f, "{suite}"))?;
        writeln!(f, "</testsuites>")
    }
}

impl Display for Suite {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (tests, skipped) = (self.cases.len(), self.count(|status| matches!(status, Status::Skipped)));
        write!(f, "    <testsuite name=\"{}\" tests=\"{tests}\" disabled=\"{skipped}\"", Escaped(&self.name))?;
        writeln!(f, " errors=\"0\" failures=\"{}\">", self.failures())?;
        self.cases.iter().try_for_each(|case| write!(f, "{case}"))?;
        writeln!(f, "    </testsuite>")
    }
}

impl Display for Case {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "        <testcase name=\"{}\" classname=\"{}\">", Escaped(&self.name), Escaped(&self.class))?;
        match &self.status {
            Status::Passed => {}
            Status::Skipped => writeln!(f, "            <skipped/>")?,
            Status::Failed(message, text) => {
                write!(f, "            <failure message=\"{}\" type=\"answer\">", Escaped(message))?;
                writeln!(f, "{}</failure>", Escaped(text))?;
            }
        }
        writeln!(f, "        </testcase>")
    }
}

/// Escapes a text for XML. Characters that XML does not allow are omitted.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&apos;"),
            '\t' | '\n' | '\r' => f.write_char(char),
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => Ok(()),
            char => f.write_char(char),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_counted_and_every_text_is_xml() {
        let case = |name: &str, status| Case { name: name.into(), class: "fair".into(), status };
        let cases = vec![
            case("it's \u{1B}[1mbold", Status::Passed),
            case("a < b & \"c\"", Status::Failed("1 > 0".into(), "- x\n+ y".into())),
            case("later", Status::Skipped),
        ];
        let report =
            Report { suites: vec![Suite { name: "fair.toml".into(), cases }, Suite { name: "empty".into(), cases: Vec::new() }] };
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="factrom test" tests="3" failures="1" errors="0">
    <testsuite name="fair.toml" tests="3" disabled="1" errors="0" failures="1">
        <testcase name="it&apos;s [1mbold" classname="fair">
        </testcase>
        <testcase name="a &lt; b &amp; &quot;c&quot;" classname="fair">
            <failure message="1 &gt; 0" type="answer">- x
+ y</failure>
        </testcase>
        <testcase name="later" classname="fair">
            <skipped/>
        </testcase>
    </testsuite>
    <testsuite name="empty" tests="0" disabled="0" errors="0" failures="0">
    </testsuite>
</testsuites>
"#;
        assert_eq!(report.to_string(), expected);
    }
}
