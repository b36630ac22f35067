//! How searches are laid out, and that it changes nothing else.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use ruleglot_source::{FileId, Snippet};
use ruleglot_spl::{format, parse};

/// As written, as laid out.
const CASES: &[(&str, &str)] = &[
    ("index=main   user=a|table  a,b", "index=main user=a | table a, b"),
    ("| tstats count where  x=1 by  y", "| tstats count where x=1 by y"),
    (
        "index=main user=\"a  b\"\n|stats count by user|  where count>5",
        "index=main user=\"a  b\"\n| stats count by user\n| where count>5",
    ),
    ("`m(a,  b)`   x=1\n| `f`", "`m(a,  b)` x=1\n| `f`"),
    ("x IN ( a ,b,\"c, d\" )", "x IN (a, b, \"c, d\")"),
    (
        "x=1 ```why,   so``` y=2 | table a ```last```",
        "x=1 ```why,   so``` y=2\n| table a ```last```",
    ),
    ("```first```\nx=1\n```alone```\n| table a\n", "```first```\nx=1\n```alone```\n| table a"),
    ("x=1\n| ```here``` table a", "x=1\n| ```here``` table a"),
    ("| eval a=if(b>1,\"x,y\",c)", "| eval a=if(b>1, \"x,y\", c)"),
    ("x=1\n| unheardof  a , b  c", "x=1\n| unheardof  a , b  c"),
    ("x=1 [search  y=2|fields z]", "x=1 [search y=2 | fields z]"),
    ("x=1\n  y=2\n| table a", "x=1\n    y=2\n| table a"),
];

#[test]
fn blanks_are_made_even_and_nothing_else() {
    for (written, laid_out) in CASES {
        assert_eq!(format(written).as_deref(), Some(*laid_out), "{written}");
        assert_eq!(format(laid_out).as_deref(), Some(*laid_out), "{written}");
    }
}

#[test]
fn long_commands_are_broken_at_their_clauses() {
    let long = "| tstats `security_content_summariesonly` count min(_time) as firstTime max(_time) as lastTime from \
                datamodel=Endpoint.Processes where (Processes.process_name=\"alpha.exe\" OR Processes.process_name=\"beta.exe\" OR \
                Processes.original_file_name=\"gamma.exe\") AND Processes.process=\"*one*\" by Processes.dest Processes.user \
                Processes.parent_process_name Processes.process_name Processes.process Processes.process_id Processes.parent_process_id \
                | `drop_dm_object_name(Processes)` | join dest type=inner [| search index=other sourcetype=something_rather_long \
                user=* | stats count by dest user | table dest, user, count, another_field, and_one_more_field] | `f_filter`";
    insta::assert_snapshot!(format(long).unwrap());
}

fn shared() -> Option<Vec<std::path::PathBuf>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/corpora/splunk/detections");
    if !root.exists() {
        println!("SKIPPED: the corpus is not beside the project");
        return None;
    }
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Some(files)
}

#[test]
fn searches_of_the_corpus_keep_their_trees() {
    let Some(files) = shared() else { return };
    let (mut all, mut left) = (0, 0);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let Some(line) = text.lines().find_map(|l| l.strip_prefix("search: '")) else { continue };
        let Some(search) = line.strip_suffix('\'') else { continue };
        let search = search.replace("''", "'");
        all += 1;
        let Some(once) = format(&search) else {
            left += 1;
            println!("left: {}", file.display());
            continue;
        };
        let tree = |text: &str| parse(&Snippet::whole(FileId(0), text)).search;
        assert_eq!(tree(&once), tree(&search), "{}", file.display());
        assert_eq!(format(&once).as_deref(), Some(once.as_str()), "{}", file.display());
    }
    println!("{left} of {all} left as they are");
}
