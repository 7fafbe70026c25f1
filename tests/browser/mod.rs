//! Chromium, driven over its debugging pipe: what the page does in a real browser.
//!
//! Where there is no Chromium the tests that need one say that they were skipped; with
//! `COPYDESK_REQUIRE_BROWSER` set, as `.ci/run` sets it, they fail.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Time that the browser has for an answer.
const PATIENCE: Duration = Duration::from_mins(2);

/// One browser at a time: they would take the processors from one another.
static ONE: Mutex<()> = Mutex::new(());

/// A page of a browser of its own.
pub(crate) struct Browser {
    child: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    last_id: u64,
    session: Option<String>,
    /// What the page logged, the exceptions of its script, dialogs, and what it asked the network for.
    pub(crate) events: Vec<Value>,
    profile: PathBuf,
    _one: MutexGuard<'static, ()>,
}

impl Browser {
    /// A browser, where there is one.
    pub(crate) fn open(test: &str) -> Option<Self> {
        let Some(program) = find() else {
            assert!(
                std::env::var_os("COPYDESK_REQUIRE_BROWSER").is_none(),
                "no Chromium ({}) is on the path, and COPYDESK_REQUIRE_BROWSER is set",
                NAMES.join(", ")
            );
            // Past the test harness, which would swallow it.
            let _ = writeln!(
                io::stderr(),
                "SKIPPED {test}: no Chromium ({}) is on the path",
                NAMES.join(", ")
            );
            return None;
        };
        let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let profile = std::env::temp_dir().join(format!("copydesk-{}-{test}", std::process::id()));
        // The pipe is read from descriptor 3 and written to 4.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1",
                "sh",
            ])
            .arg(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-pipe",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let commands = child.stdin.take().expect("a pipe");
        let answers = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            for message in answers.split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&message).expect("JSON of the browser");
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut browser = Self {
            child,
            commands,
            messages,
            last_id: 0,
            session: None,
            events: Vec::new(),
            profile,
            _one: one,
        };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.call("Target.attachToTarget", &attach);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    /// Calls a method of the protocol.
    pub(crate) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        let mut message = json!({"id": id, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        write!(self.commands, "{message}\0").expect("the browser listens");
        self.commands.flush().expect("the browser listens");
        loop {
            let answer = self.receive(method);
            if answer["id"] == json!(id) {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    fn receive(&mut self, waiting_for: &str) -> Value {
        let message = self
            .messages
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|error| panic!("{waiting_for}: the browser does not answer: {error}"));
        let told = [
            "Log.entryAdded",
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Page.javascriptDialogOpening",
            "Network.requestWillBeSent",
        ];
        if message["method"]
            .as_str()
            .is_some_and(|name| told.contains(&name))
        {
            self.events.push(message.clone());
        }
        message
    }

    /// Opens a file of the disk, with what stands behind its name in the address.
    pub(crate) fn load(&mut self, path: &Path, fragment: &str) {
        let blank = json!({"url": "about:blank"});
        self.call("Page.navigate", &blank);
        self.events.clear();
        let url = format!("file://{}{fragment}", path.display());
        self.call("Page.navigate", &json!({"url": url}));
        while self.text("document.readyState + location.protocol") != "completefile:" {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The value of an expression in the page; promises are waited for.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let parameters =
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", &parameters);
        let exception = &answer["exceptionDetails"];
        assert!(exception.is_null(), "{expression}: {exception}");
        answer["result"]["value"].clone()
    }

    /// The same as text.
    pub(crate) fn text(&mut self, expression: &str) -> String {
        match self.value(expression) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// Types one key.
    pub(crate) fn press(&mut self, key: &str) {
        let mut event = json!({"type": "keyDown", "key": key});
        if key.len() == 1 {
            event["text"] = json!(key);
        }
        self.call("Input.dispatchKeyEvent", &event);
        self.call(
            "Input.dispatchKeyEvent",
            &json!({"type": "keyUp", "key": key}),
        );
    }

    /// A window of this size, light or dark, on a screen or on paper.
    pub(crate) fn emulate(&mut self, width: u32, scheme: &str, medium: &str) {
        let size = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600
        });
        self.call("Emulation.setDeviceMetricsOverride", &size);
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        let media = json!({"media": medium, "features": features});
        self.call("Emulation.setEmulatedMedia", &media);
    }

    /// The events of these methods.
    pub(crate) fn events_of(&self, methods: &[&str]) -> Vec<&Value> {
        self.events
            .iter()
            .filter(|event| {
                event["method"]
                    .as_str()
                    .is_some_and(|name| methods.contains(&name))
            })
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // Its other processes may still be leaving.
        for _ in 0..20 {
            if std::fs::remove_dir_all(&self.profile).is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}
