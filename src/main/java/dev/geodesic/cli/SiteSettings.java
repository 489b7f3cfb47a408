package dev.geodesic.cli;

import dev.geodesic.store.files.Location;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Adjusts or refuses a site's Spark settings with which this program cannot work. */
final class SiteSettings {
  private static final String SPECULATION = "spark.speculation";
  private static final String TASK_CPUS = "spark.task.cpus";
  private static final String EVENT_LOG = "spark.eventLog.enabled";
  private static final String EVENT_FOLDER = "spark.eventLog.dir";
  private static final String LOCAL_FOLDERS = "spark.local.dir";
  private static final String LOCAL_FOLDERS_VARIABLE = "SPARK_LOCAL_DIRS";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  /** Finds the number of slots in {@code local[4]} or {@code local[4, 2]}. */
  private static final Pattern SLOTS = Pattern.compile("local\\[\\s*(?<slots>\\d{1,9})\\s*(,.*)?]");

  /** Settings that this program always sets, as they concern its own classes and files alone. */
  private static final Map<String, String> OWN =
      Map.of(
          // Kryo cannot write records.
          "spark.serializer",
          "org.apache.spark.serializer.JavaSerializer",
          "spark.kryo.registrationRequired",
          "false",
          "spark.sql.catalogImplementation",
          "in-memory",
          // Otherwise trials would be missing silently.
          "spark.sql.files.ignoreCorruptFiles",
          "false",
          "spark.sql.files.ignoreMissingFiles",
          "false");

  private SiteSettings() {}

  /** Whether a command trains, or only reads data or results. */
  enum Purpose {
    TRAINING,
    READING
  }

  /**
   * Replaces settings that would hinder the program, and refuses those that only the user can fix.
   *
   * @throws RequestException if Spark would wait without end, or fail with an obscure error
   */
  static void settle(SparkConf conf, String master, Purpose purpose) {
    OWN.forEach(conf::set);
    // Executors must spell file names and numbers as the driver does, wherever they were started.
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    conf.set(
        EXECUTOR_OPTIONS,
        (conf.get(EXECUTOR_OPTIONS, "") + " -Duser.language=en -Duser.country=").strip());
    if (purpose == Purpose.READING) {
      conf.set(EVENT_LOG, "false");
    }
    checkSpeculation(conf);
    checkTaskCpus(conf, master);
    checkEventLog(conf);
    checkLocalFolders(conf, System.getenv());
  }

  /** Requires a writable local folder: without one Spark ends the process and only logs it. */
  static void checkLocalFolders(SparkConf conf, Map<String, String> environment) {
    String variable = environment.getOrDefault(LOCAL_FOLDERS_VARIABLE, "");
    String folders =
        variable.isEmpty()
            ? conf.get(LOCAL_FOLDERS, System.getProperty("java.io.tmpdir"))
            : variable;
    if (Arrays.stream(folders.split(",", -1)).noneMatch(SiteSettings::canBeWritten)) {
      throw new RequestException(
          "%s must name a folder that can be written, for what Spark keeps while it runs, got: %s"
              .formatted(variable.isEmpty() ? LOCAL_FOLDERS : LOCAL_FOLDERS_VARIABLE, folders));
    }
  }

  private static boolean canBeWritten(String folder) {
    try {
      return Files.isWritable(Files.createDirectories(java.nio.file.Path.of(folder.strip())));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private static void checkSpeculation(SparkConf conf) {
    String speculation = conf.get(SPECULATION, "false");
    if (!speculation.equalsIgnoreCase("false")) {
      throw new RequestException(
          "%s must be false, got: %s; trials are unequal by nature, and speculation would train the long ones twice"
              .formatted(SPECULATION, speculation));
    }
  }

  private static void checkTaskCpus(SparkConf conf, String master) {
    String wanted = conf.get(TASK_CPUS, "1");
    if (!wanted.matches("0*[1-9]\\d{0,5}")) {
      throw new RequestException(
          "%s must be a whole number > 0, got: %s".formatted(TASK_CPUS, wanted));
    }
    int slots = slots(master);
    if (Integer.parseInt(wanted) > slots) {
      throw new RequestException(
          "%s must be <= %d, the cores of --master %s, got: %s; --conf %s=1 does"
              .formatted(TASK_CPUS, slots, master, wanted, TASK_CPUS));
    }
  }

  /** Returns the number of slots of a local master; no limit for a cluster, not known yet. */
  private static int slots(String master) {
    Matcher matcher = SLOTS.matcher(master);
    if (matcher.matches()) {
      return Integer.parseInt(matcher.group("slots"));
    }
    return switch (master) {
      case "local" -> 1;
      case "local[*]" -> Runtime.getRuntime().availableProcessors();
      default -> Integer.MAX_VALUE;
    };
  }

  private static void checkEventLog(SparkConf conf) {
    if (!conf.get(EVENT_LOG, "false").strip().equalsIgnoreCase("true")) {
      return;
    }
    String folder = conf.get(EVENT_FOLDER, "/tmp/spark-events");
    String trouble = "it is no folder";
    try {
      Path path =
          new Path(
              Location.isUri(folder)
                  ? URI.create(folder)
                  : java.nio.file.Path.of(folder).toAbsolutePath().toUri());
      if (Location.fileSystem(path, SparkHadoopUtil.get().newConfiguration(conf))
          .getFileStatus(path)
          .isDirectory()) {
        return;
      }
    } catch (IOException | IllegalArgumentException e) {
      trouble = ErrorText.firstLine(String.valueOf(e.getMessage()));
    }
    throw new RequestException(
        "%s must be a folder, as Spark's settings ask for a log of events, got: %s (%s); make it, or add --conf %s=false"
            .formatted(EVENT_FOLDER, folder, trouble, EVENT_LOG));
  }
}
