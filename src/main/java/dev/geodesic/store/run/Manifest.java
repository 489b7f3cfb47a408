package dev.geodesic.store.run;

import dev.geodesic.machine.Machine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of how the results of a sweep were made: one entry for every run that worked on them.
 *
 * @param schemaVersion of the files of the results
 * @param sweep name of the sweep
 * @param runs in the order in which they ended
 */
public record Manifest(int schemaVersion, String sweep, List<Run> runs) {
  public Manifest {
    runs = List.copyOf(runs);
  }

  /**
   * One run. Passwords, secrets and tokens in {@code conf} and {@code spark} are masked.
   *
   * @param started ISO 8601 instant, as {@code Instant.toString} gives it
   * @param ended the same
   * @param conf as resolved: {@code config.root().unwrapped()}
   * @param code the version of Geodesic that ran
   * @param libraries versions by name
   * @param dataFingerprints hash of the content by data set
   * @param classes names of the classes by that hash, where the files name them; none in entries of
   *     earlier versions
   * @param machine of the driver
   * @param gpus of the executors
   * @param spark the cluster on which the trials ran
   * @param work what the run cost, compared with the estimate
   * @param trials number of trials by status, when the run ended
   */
  public record Run(
      String started,
      String ended,
      Map<String, Object> conf,
      Code code,
      Map<String, String> libraries,
      Map<String, String> dataFingerprints,
      Map<String, List<String>> classes,
      Machine machine,
      List<Gpu> gpus,
      SparkSetup spark,
      Work work,
      Map<String, Long> trials) {
    public Run {
      conf = Secrets.masked(conf);
      libraries = Map.copyOf(libraries);
      dataFingerprints = Map.copyOf(dataFingerprints);
      classes = classes == null ? Map.of() : Map.copyOf(classes);
      gpus = List.copyOf(gpus);
      trials = Map.copyOf(trials);
    }
  }

  /**
   * What a run cost.
   *
   * @param packs that it was to train
   * @param seconds from the first pack's start to the last one's end
   * @param idleSlotSeconds in which a slot trained nothing that left a result
   * @param predictedSeconds the estimate of {@code seconds}, if no trial diverged
   * @param predictedLow lower end of the estimate
   * @param predictedHigh upper end of the estimate
   * @param predictedBy what the estimate rested on, in words
   */
  public record Work(
      int packs,
      double seconds,
      double idleSlotSeconds,
      double predictedSeconds,
      double predictedLow,
      double predictedHigh,
      String predictedBy) {}

  /**
   * The version of Geodesic that ran.
   *
   * @param version from the jar, or {@code unknown}
   * @param gitCommit hash, or {@code unknown}
   * @param gitDirty {@code true} or {@code false}: whether sources differed from that commit; or
   *     {@code unknown}
   */
  public record Code(String version, String gitCommit, String gitDirty) {
    private static final String UNKNOWN = "unknown";

    /** Reads the version from the system properties {@code geodesic.git.*} of the launcher. */
    public static Code running() {
      String version = Manifest.class.getPackage().getImplementationVersion();
      return new Code(
          version == null ? UNKNOWN : version,
          System.getProperty("geodesic.git.commit", UNKNOWN),
          System.getProperty("geodesic.git.dirty", UNKNOWN));
    }
  }

  /**
   * A GPU that trials ran on.
   *
   * @param host of its executor
   * @param address as Spark assigned it; absent where it assigned none
   * @param description name and memory
   */
  public record Gpu(String host, @Nullable String address, String description) {}

  /**
   * The Spark cluster on which the trials ran.
   *
   * @param master as given to Spark
   * @param slots number of packs that train at once
   * @param conf settings of Spark
   */
  public record SparkSetup(String master, int slots, Map<String, String> conf) {
    public SparkSetup {
      master = Secrets.maskedText(Map.of("master", master)).getOrDefault("master", master);
      conf = Secrets.maskedText(conf);
    }
  }
}
