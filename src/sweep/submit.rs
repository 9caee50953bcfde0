//! Files for schedulers: a Slurm array job with its retry loop, a Kubernetes Indexed Job.

use std::path::Path;

/// What is to be submitted.
#[derive(Clone, Debug)]
pub struct Submission<'s> {
    /// The program.
    pub program: &'s Path,
    /// The sweep file.
    pub sweep: &'s Path,
    /// The folder of parts, seen by all nodes.
    pub folder: &'s Path,
    /// How many shards.
    pub shards: u32,
    /// Options that change results: `--set`, `--variant`, `--seed`, `--replications`.
    pub options: &'s [String],
    /// Name of the job.
    pub name: &'s str,
}

/// A word as a shell reads it back.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

impl Submission<'_> {
    fn path(path: &Path) -> String {
        quoted(&path.display().to_string())
    }

    /// The batch file of a Slurm array job. Slurm starts a task again only when its node is lost,
    /// so that the file itself tries thrice; wrong input (2) is not tried again.
    #[must_use]
    pub fn slurm(&self) -> String {
        let options: Vec<String> = self.options.iter().map(|word| quoted(word)).collect();
        let log = self.folder.join("slurm-%A_%a.log").display().to_string();
        format!(
            "#!/bin/bash\n\
             #SBATCH --job-name={name}\n\
             #SBATCH --array=0-{last}\n\
             #SBATCH --ntasks=1\n\
             #SBATCH --cpus-per-task=1\n\
             #SBATCH --requeue\n\
             #SBATCH --open-mode=append\n\
             #SBATCH --output={log}\n\
             # Written by `ringback sweep --submit slurm`. When all tasks are done, see what is\n\
             # missing with `ringback sweep ... --merge --shards {shards}`, and submit that again:\n\
             # `sbatch --array=3,6 THIS_FILE`.\n\
             status=0\n\
             for try in 1 2 3; do\n\
             \x20 {program} sweep {sweep} --shard auto --shards {shards} --out {folder} --quiet {options}\n\
             \x20 status=$?\n\
             \x20 if [ $status -eq 0 ]; then exit 0; fi\n\
             \x20 if [ $status -eq 2 ]; then exit 2; fi\n\
             done\n\
             exit $status\n",
            name = job_name(self.name),
            last = self.shards - 1,
            log = quoted(&log),
            program = Self::path(self.program),
            sweep = Self::path(self.sweep),
            shards = self.shards,
            folder = Self::path(self.folder),
            options = options.join(" "),
        )
    }

    /// The manifest of a Kubernetes Indexed Job. Its image and its volume claim are to be filled
    /// in; exit code 2 (wrong input) fails an index at once, anything else is tried three times.
    #[must_use]
    pub fn kubernetes(&self) -> String {
        let mut words = vec![
            "sweep".to_owned(),
            format!("/data/{}", self.sweep.display().to_string().trim_start_matches("./")),
            "--shard".into(),
            "auto".into(),
            "--shards".into(),
            self.shards.to_string(),
            "--out".into(),
            "/data/results".into(),
            "--quiet".into(),
        ];
        words.extend(self.options.iter().cloned());
        let words: Vec<String> =
            words.iter().map(|word| format!("            - {}\n", yaml(word))).collect();
        format!(
            "# Checked against the schema of batch/v1, never run on a cluster: try it on a small\n\
             # sweep first. Fill in `image` and `claimName`; the claim holds the scenario files and\n\
             # gets the parts (ReadWriteMany). Afterwards merge where the claim is mounted:\n\
             # ringback sweep ... --merge --shards {shards} --out /data/results\n\
             apiVersion: batch/v1\n\
             kind: Job\n\
             metadata:\n\
             \x20 name: {name}\n\
             spec:\n\
             \x20 completionMode: Indexed\n\
             \x20 completions: {shards}\n\
             \x20 parallelism: {parallel}\n\
             \x20 backoffLimitPerIndex: 3\n\
             \x20 podFailurePolicy:\n\
             \x20   rules:\n\
             \x20     - action: FailIndex\n\
             \x20       onExitCodes:\n\
             \x20         containerName: ringback\n\
             \x20         operator: In\n\
             \x20         values: [2]\n\
             \x20     - action: Ignore\n\
             \x20       onPodConditions:\n\
             \x20         - type: DisruptionTarget\n\
             \x20           status: \"True\"\n\
             \x20 template:\n\
             \x20   spec:\n\
             \x20     restartPolicy: Never\n\
             \x20     containers:\n\
             \x20       - name: ringback\n\
             \x20         image: IMAGE_WITH_RINGBACK\n\
             \x20         command: [ringback]\n\
             \x20         args:\n\
             {words}\
             \x20         resources:\n\
             \x20           requests:\n\
             \x20             cpu: \"1\"\n\
             \x20             memory: 256Mi\n\
             \x20           limits:\n\
             \x20             cpu: \"1\"\n\
             \x20         volumeMounts:\n\
             \x20           - name: work\n\
             \x20             mountPath: /data\n\
             \x20     volumes:\n\
             \x20       - name: work\n\
             \x20         persistentVolumeClaim:\n\
             \x20           claimName: CLAIM_WITH_SCENARIOS\n",
            shards = self.shards,
            name = job_name(self.name),
            parallel = self.shards.min(100),
            words = words.concat(),
        )
    }
}

/// A text in YAML's double quotes, which read like those of JSON.
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A name that Slurm and Kubernetes take: small letters, digits and dashes.
fn job_name(name: &str) -> String {
    let letters: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let name = letters.trim_matches('-');
    let name = name.get(..name.len().min(50)).unwrap_or_default().trim_end_matches('-');
    if name.is_empty() { "ringback-sweep".into() } else { format!("ringback-{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submission<'s>(options: &'s [String]) -> Submission<'s> {
        Submission {
            program: Path::new("/opt/ring back/ringback"),
            sweep: Path::new("sweeps/a.toml"),
            folder: Path::new("/shared/it's"),
            shards: 16,
            options,
            name: "Día_1",
        }
    }

    #[test]
    fn the_batch_file_tries_thrice_and_quotes_what_a_shell_would_split() {
        let options = ["--set".to_owned(), "scenario.name=a b".to_owned()];
        let text = submission(&options).slurm();
        assert!(text.starts_with("#!/bin/bash\n#SBATCH --job-name=ringback-d-a-1\n"), "{text}");
        assert!(text.contains("#SBATCH --array=0-15\n"));
        assert!(text.contains("'/opt/ring back/ringback' sweep sweeps/a.toml --shard auto"));
        assert!(text.contains("--out '/shared/it'\\''s' --quiet --set 'scenario.name=a b'\n"));
        assert!(text.contains("if [ $status -eq 2 ]; then exit 2; fi"));
    }

    #[test]
    fn the_manifest_says_that_it_was_never_run() {
        let options = ["--set".to_owned(), "a.b=\"x\"".to_owned()];
        let text = submission(&options).kubernetes();
        assert!(text.starts_with("# Checked against the schema of batch/v1, never run"));
        assert!(text.contains("  completions: 16\n") && text.contains("completionMode: Indexed"));
        assert!(text.contains("            - \"a.b=\\\"x\\\"\"\n"), "{text}");
        assert!(text.lines().all(|line| !line.contains('\t')));
    }
}
