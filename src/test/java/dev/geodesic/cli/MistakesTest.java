package dev.geodesic.cli;

import static dev.geodesic.cli.Mistake.command;
import static dev.geodesic.cli.Mistake.query;
import static dev.geodesic.cli.Mistake.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.bench.Method;
import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.parameter.ConfName;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the console says to a user who makes one mistake in a request that is right otherwise. */
class MistakesTest {
  private static final String PACK = "pack-ffffffffffffffffffff.parquet";

  @TempDir private Path directory;

  @Test
  void withoutAMistakeItRunsAndAnswers() throws IOException {
    prepare();

    assertThat(execute(run("none").arguments()).exitCode()).isZero();
    End answer = execute(query("SELECT count(*) AS trials FROM trials").arguments());

    assertThat(answer).isEqualTo(new End(0, answer.out(), ""));
    assertThat(answer.out()).contains("|      1 |");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"usage", "conf", "data", "results", "queries", "reports"})
  void isAnsweredInOneLine(Mistake mistake) throws IOException {
    prepare();
    mistake.preparation().on(directory);

    End end = execute(mistake.arguments());

    assertThat(end.err()).isEqualTo("geodesic: " + here(mistake.message()) + "\n");
    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.out().lines()).noneMatch(line -> line.matches("\\s+at .*"));
  }

  static Stream<Mistake> usage() {
    return Stream.of(
        command("no command", "A command is missing; see 'geodesic --help'"),
        command("an unknown command", "Unknown command: 'rnu'; see 'geodesic --help'", "rnu"),
        command(
            "an unknown option",
            "Unknown option: '--verbose', did you mean --version; see 'geodesic --help'",
            "--verbose"),
        command(
            "an option misspelt",
            "Unknown option: '--reslts=x', did you mean --results or --report-every; see 'geodesic run --help'",
            "run",
            "m.conf",
            "--reslts=x"),
        command("no conf", "Missing required parameter: 'CONF'; see 'geodesic run --help'", "run"),
        command(
            "two confs",
            "Unexpected argument: 'b.conf'; see 'geodesic run --help'",
            "run",
            "a.conf",
            "b.conf"),
        command(
            "--set with nothing",
            "Missing required parameter for option '--set' (KEY=VALUE); see 'geodesic run --help'",
            "run",
            "a.conf",
            "--set"),
        command(
            "--cross-check with a word",
            "Invalid value for option '--cross-check': 'often' is not an int; see 'geodesic run --help'",
            "run",
            "a.conf",
            "--cross-check",
            "often"),
        command(
            "a notice to nowhere",
            "Invalid value for option '--notify': must be a URL as in https://host/path, got: mailto:me; see 'geodesic run --help'",
            "run",
            "a.conf",
            "--notify",
            "mailto:me"),
        command(
            "no question",
            "Missing required parameter: 'QUESTION'; see 'geodesic query --help'",
            "query",
            "DIR"),
        command(
            "a question that is a file and is none",
            "Error: --file=FILE, --schema are mutually exclusive (specify only one); see 'geodesic query --help'",
            "query",
            "DIR",
            "--schema",
            "--file=x"),
        command(
            "a parameter without a value",
            "--param must be name=value, as in --param loss=0.4, got: loss",
            "query",
            "DIR",
            "seconds-to-loss",
            "--param",
            "loss"),
        command(
            "a parameter that the question does not have",
            "A parameter must be one of the question's, got: lost; it has loss, top",
            "query",
            "DIR",
            "seconds-to-loss",
            "--param=lost=0.4"),
        command(
            "a parameter that is no number",
            "loss must be a number (holdout loss to reach), got: little",
            "query",
            "DIR",
            "seconds-to-loss",
            "--param=loss=little"),
        command(
            "a question that is not ready",
            "A question must be SQL or one of best, compare-sweeps, divergence, failures, family-seconds, family-steps, seconds-to-loss, seed-variance, got: bests",
            "query",
            "DIR",
            "bests"),
        command(
            "a question in a file that is not there",
            "--file must be a file that can be read, got: DIR/none.sql",
            "query",
            "DIR",
            "--file=DIR/none.sql"),
        command(
            "an unknown format",
            "Invalid value for option '--format': expected one of [TABLE, CSV, JSON] (case-insensitive) but was 'xml'; see 'geodesic query --help'",
            "query",
            "DIR",
            "SELECT 1",
            "--format",
            "xml"),
        command(
            "no trial",
            "Missing required parameter: 'TRIAL'; see 'geodesic reproduce --help'",
            "reproduce",
            "DIR/results"),
        command(
            "a trial of nothing",
            "TRIAL must be the id of a trial or the beginning of one, got: 3f; no trial has ended there",
            "reproduce",
            "DIR/results",
            "3f"),
        command(
            "nothing to compare",
            "There must be two results directories or more to compare, got: none",
            "compare"),
        command(
            "one sweep to compare",
            "There must be two results directories or more to compare, got: DIR/results",
            "compare",
            "DIR/results"),
        command(
            "a sweep to compare with itself",
            "The results directories to compare must be different, got: DIR/results and DIR/data/../results, which are the same",
            "compare",
            "DIR/results",
            "DIR/data/../results"),
        command(
            "a sweep to compare that is not there",
            "A results directory must exist to be read, got: file://DIR/nothing; run a sweep first, or name another",
            "compare",
            "DIR/results",
            "DIR/nothing"),
        command(
            "a data command misspelt",
            "Unknown command: 'fecth', did you mean fetch; see 'geodesic data --help'",
            "data",
            "fecth"),
        command(
            "a data set that is not there",
            "dataset must be " + DataSets.allowed() + ", got: DIR/nothing (nothing is there)",
            "data",
            "info",
            "DIR/nothing"),
        command(
            "an unknown method to measure",
            "Invalid value for option '--method' (METHOD): must be one of "
                + String.join(", ", ConfName.spellings(Method.class))
                + ", got: newton; see 'geodesic bench --help'",
            "bench",
            "--method",
            "sgd,newton"),
        command(
            "a night of a thousand years",
            "Invalid value for option '--checkpoint-every': must be a time from 1s to 8760h, as in 8h, 90m or 1h30m, got: 9999999h; see 'geodesic run --help'",
            "run",
            "DIR/m.conf",
            "--checkpoint-every",
            "9999999h"),
        command(
            "a file that is called as a list of arguments",
            "dataset must be " + DataSets.allowed() + ", got: @DIR/m.conf (nothing is there)",
            "data",
            "info",
            "@DIR/m.conf"),
        command(
            "a measurement without an end",
            "--seconds must be > 0 and <= 3600, got: Infinity; see 'geodesic bench --help'",
            "bench",
            "--seconds",
            "Infinity"),
        command(
            "no packs at all to measure",
            "--slots must be > 0 and <= 1024, got: 0; see 'geodesic bench --help'",
            "bench",
            "--slots",
            "0"),
        command(
            "a conf that is not there",
            "Cannot read the conf: no such file: DIR/n.conf; there are: m.conf",
            "run",
            "DIR/n.conf"));
  }

  static Stream<Mistake> conf() {
    return Stream.of(
        run("an unknown key", "sweep.stpes=3")
            .told(
                "--set sweep.stpes=3: unknown key sweep.stpes, did you mean steps? Known here: name, steps, eval-every, record-every, cross-check, seeds, search, samples, search-seed, halving, confirm, pack-size, divergence-bound, mllib-baseline, device"),
        run("--set without a value", "sweep.steps")
            .told("--set must be key=value, as in --set sweep.steps=100, got: sweep.steps"),
        run("a wrong type", "sweep.steps=many")
            .told("--set sweep.steps=many: sweep.steps must be a whole number, got: \"many\""),
        run("a negative number", "optimizers.0.learning-rate=-0.1")
            .told(
                "--set optimizers.0.learning-rate=-0.1: optimizers.0.learning-rate must be a finite number > 0, got: -0.1"),
        run("NaN", "optimizers.0.learning-rate=NaN")
            .told(
                "--set optimizers.0.learning-rate=NaN: optimizers.0.learning-rate must be a number, got: \"NaN\""),
        run("an empty axis", "optimizers.0.learning-rate=[]")
            .told(
                "--set optimizers.0.learning-rate=[]: optimizers.0.learning-rate must be one value or more, got: []"),
        run("an unknown optimizer", "optimizers.0.name=adamm")
            .told(
                "--set optimizers.0.name=adamm: optimizers.0.name must be one of "
                    + Families.ALL.stream().map(Family::name).collect(Collectors.joining(", "))
                    + ", got: \"adamm\", did you mean adam?"),
        run("a hyperparameter of other optimizers", "optimizers.0.damping=1")
            .told(
                "--set optimizers.0.damping=1: unknown key optimizers.0.damping, did you mean damping of "
                    + Families.ALL.stream()
                        .filter(
                            entry ->
                                entry.parameters().stream()
                                    .anyMatch(key -> key.key().equals("damping")))
                        .map(Family::name)
                        .collect(Collectors.joining(", "))
                    + "? Known here: name, learning-rate, learning-rate-schedule, warm-up, max-norm, max-kl, search, samples, search-seed"),
        run("a warm-up without an end", "optimizers.0.warm-up=2")
            .told("DIR/m.conf:4: optimizers.0: warm-up must be < steps (2), got: 2"),
        command(
            "--cross-check that cannot be, over --set",
            "--set sweep.cross-check=-1: sweep.cross-check must be >= 0, got: -1",
            "run",
            "DIR/m.conf",
            "--cross-check=-1",
            "--set",
            "sweep.cross-check=5"),
        run("a number that is 0 to float64", "optimizers.0.learning-rate=1e-400")
            .told(
                "--set optimizers.0.learning-rate=1e-400: optimizers.0.learning-rate must be a number that float64 tells from 0, got: 1e-400; write 0 if that is meant"),
        command(
            "seeds that change nothing",
            "--set sweep.seeds=[0, 1]: sweep.seeds must be one, as order = sequential and init = zeros leave nothing to chance, got: [0,1]; every seed would give the same trial",
            "run",
            "DIR/m.conf",
            "--set",
            "data.order=sequential",
            "--set",
            "model.init=zeros",
            "--set",
            "sweep.seeds=[0, 1]"),
        run("a batch larger than the data", "data.batch-size=33")
            .told(
                "batch-size must be <= 32, the training samples of DIR/data with holdout = test, got: 33"),
        run("a side that is too large", "data.downsample=5")
            .told("downsample must be <= 4, as the images of DIR/data are 4 x 4, got: 5"),
        run("HOCON that is not closed")
            .after(dir -> write(dir.resolve("m.conf"), "sweep { steps = 2"))
            .told(
                "DIR/m.conf:1: not valid HOCON: Expecting close brace } or a comma, got end of file"));
  }

  static Stream<Mistake> data() {
    return Stream.of(
        run("no data set there", "data.dataset=\"DIR/nothing\"")
            .told(
                "dataset must be " + DataSets.allowed() + ", got: DIR/nothing (nothing is there)"),
        run("a missing file")
            .after(dir -> Files.delete(dir.resolve("data/train-labels-idx1-ubyte")))
            .told(
                "Cannot find DIR/data/train-labels-idx1-ubyte, compressed or not (there: t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, train-images-idx3-ubyte); put it there, or correct dataset"),
        run("a truncated file")
            .after(dir -> cut(dir.resolve("data/train-images-idx3-ubyte"), 100))
            .told(
                "Cannot use DIR/data/train-images-idx3-ubyte: it must hold 512 values (32 x 4 x 4), got: 84; fetch or copy the file again"),
        run("a corrupted file")
            .after(dir -> write(dir.resolve("data/train-images-idx3-ubyte"), "<html>"))
            .told(
                "Cannot use DIR/data/train-images-idx3-ubyte: it is a web page; fetch the file again"),
        run("labels and images that disagree")
            .after(
                dir ->
                    IdxFiles.write(
                        dir.resolve("data/train-labels-idx1-ubyte"), IdxFiles.labels(0, 1)))
            .told(
                "Cannot pair DIR/data/train-images-idx3-ubyte with DIR/data/train-labels-idx1-ubyte: there must be one label an image, got: 32 images and 2 labels"),
        run("no test set to hold out")
            .after(
                dir -> {
                  Files.delete(dir.resolve("data/t10k-images-idx3-ubyte"));
                  Files.delete(dir.resolve("data/t10k-labels-idx1-ubyte"));
                })
            .told(
                "Cannot hold out a test set: DIR/data has none; set holdout = 0.1 to keep a tenth of its samples, or test = \"PATH\""),
        libsvm("LIBSVM that is malformed", "1 1:0.5\n0 1;0.5\n")
            .told(
                "Cannot read DIR/data.svm as a LIBSVM file: line 2: features must be index:value, got: \"1;0.5\"; correct the file, or dataset"),
        libsvm("LIBSVM with classes that are no integers", "0.5 1:0.5\n1 1:0.5\n")
            .told(
                "Cannot read DIR/data.svm as a LIBSVM file: line 1: labels must be integers, got: \"0.5\"; correct the file, or dataset"),
        libsvm("LIBSVM that is empty", "")
            .told(
                "Cannot read DIR/data.svm as a LIBSVM file: it holds no samples; correct the file, or dataset"),
        libsvm("LIBSVM downsampled", "1 1:0.5\n0 3:0.5\n", "data.downsample=2")
            .told(
                "Cannot downsample DIR/data.svm to 2: its samples are no square images, got: 3 features; leave out downsample"),
        csv("a table without the label", "a,b\n1,2\n3,4\n")
            .told("label must be of the columns of DIR/data.csv (a, b), got: label"),
        csv("a table with a hole", "a,label\n1,x\n,y\n")
            .told(
                "Cannot read DIR/data.csv as a CSV or TSV file: a feature must hold a value in each of 2 rows, got: a: none in 1, first in line 3; fill it in, delete such rows, or list the columns to use in features"),
        csv("a test set that is not there", "a,label\n1,x\n2,y\n", "data.test=\"DIR/none.csv\"")
            .told("test must be " + DataSets.allowed() + ", got: DIR/none.csv (nothing is there)"),
        csv("columns of a published set", "", "data.dataset=mnist", "data.label=digit")
            .told(
                "format, label, features and test describe files of your own, and mnist is published; leave them out"));
  }

  static Stream<Mistake> results() {
    return Stream.of(
        run("results that cannot be written")
            .into("/proc/geodesic")
            .told(
                "The results directory must be writable, got: file:///proc/geodesic (no directory could be made); choose another with --results"),
        run("results that are a file")
            .after(dir -> write(dir.resolve("notes"), "notes"))
            .into("DIR/notes")
            .told(
                "The results directory must be writable, got: file://DIR/notes (Parent path is not a directory: file:DIR/notes); choose another with --results"),
        run("results under a file")
            .into("DIR/m.conf/results")
            .told(
                "The results directory must be writable, got: file://DIR/m.conf/results (Parent path is not a directory: file:DIR/m.conf); choose another with --results"),
        run("results on an unknown file system")
            .into("nfs5://host/results")
            .told(
                "Cannot reach the results directory, got: nfs5://host/results (No FileSystem for scheme \"nfs5\"); check --results and the cluster"),
        run("results that are no URI")
            .into("hdfs://a b/results")
            .told(
                "A results directory must be a path or a URI, got: hdfs://a b/results (Illegal character in authority)"),
        run("rubbish among the packs")
            .after(dir -> write(dir.resolve("results/packs/" + PACK), "rubbish"))
            .told(
                "A results file must be a whole Parquet file, got: file:DIR/results/packs/pack-ffffffffffffffffffff.parquet (7 bytes, damaged); delete it and run again: only its trials train anew"),
        run("an empty file among the packs")
            .after(dir -> write(dir.resolve("results/packs/" + PACK), ""))
            .told(
                "A results file must be a whole Parquet file, got: file:DIR/results/packs/pack-ffffffffffffffffffff.parquet (0 bytes, damaged); delete it and run again: only its trials train anew"),
        run("results of another schema version")
            .after(MistakesTest::writeAnotherSchemaVersion)
            .told(
                "Results must be of schema version 3, got: 9 in file:DIR/results/packs/pack-ffffffffffffffffffff.parquet; choose another --results directory, or use the version of Geodesic that wrote them"));
  }

  static Stream<Mistake> queries() {
    return Stream.of(
        command(
            "results that are not there",
            "A results directory must exist to be read, got: file://DIR/nothing; run a sweep first, or name another",
            "query",
            "DIR/nothing",
            "SELECT 1"),
        query("SELEC 1")
            .told(
                "The SQL must be valid, got: [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELEC'. SQLSTATE: 42601 (line 1, pos 0)"),
        query("")
            .called("empty SQL")
            .told(
                "The SQL must be valid, got: [PARSE_EMPTY_STATEMENT] Syntax error, unexpected empty statement. SQLSTATE: 42617 (line 1, pos 0)"),
        query("SELECT :lr")
            .told("The question leaves :lr open; give it a value with --param lr=VALUE"),
        query("SELECT 1; SELECT 2")
            .told(
                "The SQL must be valid, got: [PARSE_SYNTAX_ERROR] Syntax error at or near 'SELECT': extra input 'SELECT'. SQLSTATE: 42601 (line 1, pos 10)"),
        query("SELECT nothing FROM trials")
            .told(
                "The SQL must be valid, got: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `nothing` cannot be resolved. Did you mean one of the following? [`damping`, `init`, `rung`, `steps`, `beta1`]. SQLSTATE: 42703; line 1 pos 7;"),
        query("SELECT * FROM trails")
            .told("The SQL must name a view, got: `trails`; query --schema lists them"),
        query("CREATE TABLE x AS SELECT 1")
            .told("A question must read, as SELECT does, got: CREATE TABLE x AS SELECT 1"),
        query("DROP VIEW trials")
            .told("A question must read, as SELECT does, got: DROP VIEW trials"),
        query("DELETE FROM trials")
            .told("A question must read, as SELECT does, got: DELETE FROM trials"),
        query("SET spark.sql.ansi.enabled = false")
            .told("A question must read, as SELECT does, got: SET spark.sql.ansi.enabled = false"),
        query("INSERT OVERWRITE directory 'DIR/x' USING csv SELECT 1")
            .told(
                "A question must read, as SELECT does, got: INSERT OVERWRITE directory 'DIR/x' USING csv SELECT 1"),
        query("WITH a AS (SELECT 1) FROM a INSERT OVERWRITE directory 'DIR/x' USING csv SELECT *")
            .told(
                "A question must read, as SELECT does, got: WITH a AS (SELECT 1) FROM a INSERT OVERWRITE directory 'DIR/x' USING csv SELECT *"),
        query("EXECUTE IMMEDIATE 'CREATE OR REPLACE TEMP VIEW x AS SELECT 1'")
            .told(
                "A question must read, as SELECT does, got: EXECUTE IMMEDIATE 'CREATE OR REPLACE TEMP VIEW x AS SELECT 1'"),
        query("SELECT nothing(1)")
            .told(
                "The SQL must be valid, got: [UNRESOLVED_ROUTINE] Cannot resolve routine `nothing` on search path [`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`]. SQLSTATE: 42883; line 1 pos 7"),
        query("SELECT 1 / 0")
            .told(
                "The SQL must be valid, got: [DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead. If necessary set \"spark.sql.ansi.enabled\" to \"false\" to bypass this error. SQLSTATE: 22012"),
        query("SELECT seed, count(*) FROM trials")
            .told(
                "The SQL must be valid, got: [MISSING_GROUP_BY] The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER clauses. SQLSTATE: 42803; line 1 pos 0;"),
        query("SELECT 1")
            .called("rubbish among the packs to query")
            .after(dir -> write(dir.resolve("results/packs/" + PACK), "rubbish"))
            .told(
                "A results file must be a whole Parquet file, got: file:DIR/results/packs/pack-ffffffffffffffffffff.parquet (7 bytes, damaged); delete it and run again: only its trials train anew"),
        query("SELECT 1")
            .called("results to query of another schema version")
            .after(MistakesTest::writeAnotherSchemaVersion)
            .told(
                "Results must be of schema version 3, got: 9 in file:DIR/results/packs/pack-ffffffffffffffffffff.parquet; choose another --results directory, or use the version of Geodesic that wrote them"));
  }

  static Stream<Mistake> reports() {
    String nowhere =
        "A results directory must hold a sweep, got: file://DIR/%s (no folder packs in it); name one that a run wrote to";
    return Stream.of(
        command(
                "a report of an empty directory",
                nowhere.formatted("empty/"),
                "report",
                "DIR/empty")
            .after(dir -> Files.createDirectories(dir.resolve("empty"))),
        command("a report of another directory", nowhere.formatted("data/"), "report", "DIR/data"),
        command("a report of a file", nowhere.formatted("m.conf"), "report", "DIR/m.conf"),
        command(
                "rubbish for what did not end",
                "A results file must be a whole Parquet file, got: file:DIR/results/unfinished/unfinished.parquet (7 bytes, damaged); delete it: only why trials have no result is lost",
                "report",
                "DIR/results")
            .after(
                dir ->
                    write(
                        Files.createDirectories(dir.resolve("results/unfinished"))
                            .resolve("unfinished.parquet"),
                        "rubbish")));
  }

  private static Mistake libsvm(String name, String text, String... overrides) {
    String[] all =
        Stream.concat(
                Stream.of("data.dataset=\"DIR/data.svm\"", "data.holdout=0.5"),
                Stream.of(overrides))
            .toArray(String[]::new);
    return run(name, all).after(dir -> write(dir.resolve("data.svm"), text));
  }

  private static Mistake csv(String name, String text, String... overrides) {
    String[] all =
        Stream.concat(
                Stream.of("data.dataset=\"DIR/data.csv\"", "data.holdout=0.5"),
                Stream.of(overrides))
            .toArray(String[]::new);
    return run(name, all).after(dir -> write(dir.resolve("data.csv"), text));
  }

  /** A conf and a data set without a mistake. */
  private void prepare() throws IOException {
    IdxFiles.write(Files.createDirectories(directory.resolve("data")), 4, 2, 32, 8);
    Files.createDirectories(directory.resolve("results/packs"));
    write(
        directory.resolve("m.conf"),
        here(
            """
            sweep { steps = 2, mllib-baseline = false }
            data { dataset = "DIR/data", batch-size = 4 }
            optimizers = [
              { name = sgd, learning-rate = 0.1 }
            ]
            """));
  }

  /** A run's own file, with one digit of its footer changed. */
  private static void writeAnotherSchemaVersion(Path dir) throws IOException {
    assertThat(executeIn(dir, run("none").arguments()).exitCode()).isZero();
    try (Stream<Path> packs = Files.list(dir.resolve("results/packs"))) {
      Path pack = packs.toList().get(0);
      String bytes = Files.readString(pack, StandardCharsets.ISO_8859_1);
      String key = "geodesic.schema-version";
      int digit = bytes.indexOf('3', bytes.indexOf(key) + key.length());
      Files.writeString(
          pack,
          bytes.substring(0, digit) + '9' + bytes.substring(digit + 1),
          StandardCharsets.ISO_8859_1);
      Files.move(pack, pack.resolveSibling(PACK));
    }
  }

  private static void write(Path file, String text) {
    IdxFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void cut(Path file, int length) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
  }

  private String here(String text) {
    return text.replace("DIR", directory.toString());
  }

  private End execute(List<String> arguments) {
    return executeIn(directory, arguments);
  }

  private static End executeIn(Path directory, List<String> arguments) {
    return InProcess.execute(
        arguments.stream()
            .map(argument -> argument.replace("DIR", directory.toString()))
            .toArray(String[]::new));
  }
}
