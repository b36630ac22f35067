//! The commands of Splunk by name. Splunk, Search Reference, "Command quick reference".

use smol_str::SmolStr;

/// Commands of Splunk Enterprise and of the add-ons that detections use.
const COMMANDS: &[&str] = &[
    "abstract", "accum", "addcoltotals", "addinfo", "addtotals", "analyzefields", "anomalies", "anomalousvalue",
    "anomalydetection", "append", "appendcols", "appendpipe", "apply", "arules", "associate", "audit", "autoregress",
    "bin", "bucket", "bucketdir", "chart", "cluster", "cofilter", "collect", "concurrency", "contingency",
    "convert", "correlate", "ctable", "cyberchef", "datamodel", "datamodelsimple", "dbinspect", "dbxquery", "dedup",
    "delete", "delta", "diff", "erex", "eval", "eventcount", "eventstats", "extract", "fieldformat", "fields",
    "fieldsummary", "filldown", "fillnull", "findtypes", "fit", "folderize", "foreach", "format", "from", "fromjson",
    "gauge", "gentimes", "geom", "geomfilter", "geostats", "head", "highlight", "history", "iconify", "inputcsv",
    "inputintelligence", "inputlookup", "iplocation", "join", "kmeans", "kv", "kvform", "listmodels", "loadjob",
    "localize", "localop", "lookup", "makecontinuous", "makemv", "makeresults", "map", "mcatalog", "mcollect",
    "metadata", "metasearch", "meventcollect", "mpreview", "mstats", "multikv", "multisearch", "mvcombine", "mvexpand",
    "nomv", "outlier", "outputcsv", "outputlookup", "outputtext", "overlap", "pivot", "predict", "rangemap", "rare",
    "regex", "relevancy", "reltime", "rename", "replace", "require", "rest", "return", "reverse", "rex", "rtorder",
    "run", "savedsearch", "sample", "score", "script", "scrub", "search", "searchtxn", "selfjoin", "sendalert",
    "sendemail", "set", "setfields", "sichart", "sirare", "sistats", "sitimechart", "sitop", "sort", "spath", "stats",
    "strcat", "streamstats", "summary", "table", "tags", "tail", "timechart", "timewrap", "tojson", "top", "transaction",
    "transpose", "trendline", "tscollect", "tstats", "typeahead", "typelearner", "typer", "union", "uniq", "untable",
    "urldecode", "ut_parse", "ut_parse_extended", "walklex", "where", "x11", "xmlkv", "xmlunescape", "xpath", "xyseries",
];

/// Whether Splunk or a known add-on has a command of this name, in lower case.
pub(crate) fn is_known(name: &str) -> bool {
    COMMANDS.contains(&name)
}

/// The command that is written most like this one.
pub(crate) fn nearest(name: &str) -> Option<SmolStr> {
    let distance = |other: &&&str| edits(name, other);
    let near = COMMANDS.iter().min_by_key(distance)?;
    (edits(name, near) <= 2).then(|| SmolStr::from(*near))
}

/// How many letters must be put in, left out, exchanged or swapped with their neighbour.
fn edits(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}
