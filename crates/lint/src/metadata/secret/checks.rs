//! Kinds of keys and tokens: how they are written, and what tells a real one from a text that looks like it.

/// A kind of key.
pub(super) struct Kind {
    /// What it is, with its article.
    pub(super) name: &'static str,
    /// How it is written; no groups that capture.
    pub(super) form: &'static str,
    /// Whether a text of this form is a key, and none that a vendor prints as an example.
    pub(super) is_real: fn(&str) -> bool,
}

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "an access key id of AWS", form: "A(?:KIA|SIA)[A-Z2-7]{16}", is_real: is_mixed },
    Kind { name: "a token of GitHub", form: "gh[pousr]_[0-9A-Za-z]{36}", is_real: github },
    Kind {
        name: "a token of GitHub",
        form: "github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}",
        is_real: is_mixed,
    },
    Kind { name: "a token of GitLab", form: "glpat-[0-9A-Za-z_-]{20}", is_real: is_mixed },
    Kind {
        name: "a token of Slack",
        form: "xox[abpors]-[0-9]{8,}-[0-9A-Za-z-]{20,}",
        is_real: is_mixed,
    },
    Kind {
        name: "a webhook of Slack",
        form: "https://hooks\\.slack\\.com/services/T[0-9A-Z]{8,}/B[0-9A-Z]{8,}/[0-9A-Za-z]{24}",
        is_real: is_mixed,
    },
    Kind { name: "an API key of Google", form: "AIza[0-9A-Za-z_-]{35}", is_real: is_mixed },
    Kind { name: "a secret key of Stripe", form: "[rs]k_live_[0-9A-Za-z]{24,}", is_real: is_mixed },
    Kind {
        name: "a key of SendGrid",
        form: "SG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}",
        is_real: is_mixed,
    },
    Kind { name: "a token of npm", form: "npm_[0-9A-Za-z]{36}", is_real: github },
    Kind {
        name: "a token of PyPI",
        form: "pypi-AgEIcHlwaS5vcmc[0-9A-Za-z_-]{50,}",
        is_real: is_mixed,
    },
    Kind { name: "a token of DigitalOcean", form: "do[opr]_v1_[0-9a-f]{64}", is_real: is_mixed },
    Kind {
        name: "an account key of Azure",
        form: "AccountKey=[0-9A-Za-z+/]{86}==",
        is_real: is_mixed,
    },
    Kind {
        name: "a JSON Web Token",
        form: "eyJ[0-9A-Za-z_-]{10,}\\.eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{20,}",
        is_real: web_token,
    },
    Kind {
        name: "a private key",
        // What follows the line must be a key: rules search for the line itself.
        form: "-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\\s\\\\nr]*(?:[0-9A-Za-z+/]{32,}[\\s\\\\nr]*){2,}",
        is_real: is_mixed,
    },
];

/// Enough different characters for something that was drawn by lot, and no word that examples have.
fn is_mixed(text: &str) -> bool {
    let mut seen = [false; 128];
    text.bytes().filter(u8::is_ascii).for_each(|b| seen[usize::from(b)] = true);
    let upper = text.to_ascii_uppercase();
    let marked = ["EXAMPLE", "XXXX", "0123456789", "ABCDEFGH", "12345678", "REDACTED"];
    seen.iter().filter(|s| **s).count() >= 10 && !marked.iter().any(|m| upper.contains(m))
}

/// The last six characters are the CRC-32 of those between the prefix and them, in base 62. GitHub, "Behind GitHub's new
/// authentication token formats"; npm has the same.
fn github(token: &str) -> bool {
    let Some((_, body)) = token.split_once('_') else { return false };
    let Some((random, check)) = body.split_at_checked(30) else { return false };
    base_62(crc_32(random.as_bytes())) == check
}

fn crc_32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

fn base_62(mut number: u32) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut out = [b'0'; 6];
    for place in out.iter_mut().rev() {
        *place = DIGITS[(number % 62) as usize];
        number /= 62;
    }
    out.iter().map(|b| char::from(*b)).collect()
}

/// Its first part is the Base64 of a JSON object with an algorithm, and it is not the one of jwt.io.
fn web_token(token: &str) -> bool {
    const EXAMPLE: &str = "eyJzdWIiOiIxMjM0NTY3ODkwIi";
    let head = token.split('.').next().unwrap_or_default();
    !token.contains(EXAMPLE) && decoded(head).contains("\"alg\"")
}

/// What Base64 says, as far as it is ASCII.
fn decoded(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut held, mut out) = (0u32, 0, String::new());
    for byte in text.bytes() {
        let Some(digit) = DIGITS.iter().position(|d| *d == byte) else { continue };
        bits = (bits << 6 | u32::try_from(digit).unwrap_or(0)) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(char::from(u8::try_from((bits >> held) & 0xFF).unwrap_or(b'?')));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base_62, crc_32, decoded, github};

    #[test]
    fn check_digits_are_those_of_the_vendor() {
        assert_eq!(crc_32(b"123456789"), 0xCBF4_3926);
        assert_eq!(base_62(0), "000000");
        assert_eq!(base_62(61), "00000z");
        let token = format!("ghp_{}{}", "a".repeat(30), base_62(crc_32(&[b'a'; 30])));
        assert!(github(&token));
        assert!(!github(&format!("ghp_{}", "a".repeat(36))));
    }

    #[test]
    fn heads_of_tokens_are_read() {
        assert_eq!(decoded("eyJhbGciOiJIUzI1NiJ9"), r#"{"alg":"HS256"}"#);
    }
}
