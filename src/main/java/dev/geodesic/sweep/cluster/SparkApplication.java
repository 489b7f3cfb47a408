package dev.geodesic.sweep.cluster;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark application of a command. It starts in the background, while the command begins with
 * work that needs only the settings; Spark SQL starts when it is first used.
 */
public final class SparkApplication implements AutoCloseable {
  private final SparkConf conf;
  private final Future<SparkContext> context;

  private SparkApplication(SparkConf conf, Future<SparkContext> context) {
    this.conf = conf;
    this.context = context;
  }

  /** Returns the application of a Spark context that runs already. */
  public static SparkApplication of(SparkContext running) {
    return new SparkApplication(running.getConf(), CompletableFuture.completedFuture(running));
  }

  /**
   * Starts an application in the background.
   *
   * @param conf all its settings
   * @param start starts Spark, which takes seconds
   */
  public static SparkApplication starting(SparkConf conf, Callable<SparkContext> start) {
    FutureTask<SparkContext> context = new FutureTask<>(start);
    Thread thread = new Thread(context, "geodesic-spark-start");
    thread.setDaemon(true);
    thread.start();
    return new SparkApplication(conf, context);
  }

  /** Its settings. */
  public SparkConf conf() {
    return conf;
  }

  /** Whether its tasks run in this process. */
  public boolean isLocal() {
    return isLocal(conf.get("spark.master", ""));
  }

  /**
   * Whether tasks run in the process of the driver with this master; with {@code local-cluster}
   * they do not.
   */
  public static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /** The settings for Hadoop. */
  public Configuration hadoop() {
    return context.isDone()
        ? context().hadoopConfiguration()
        : SparkHadoopUtil.get().newConfiguration(conf);
  }

  /** Waits until Spark has started, and returns its context. */
  public SparkContext context() {
    try {
      return context.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Spark started", e);
    } catch (ExecutionException e) {
      throw rethrown(Objects.requireNonNull(e.getCause()));
    }
  }

  /** Spark's context for Java. */
  public JavaSparkContext java() {
    return JavaSparkContext.fromSparkContext(context());
  }

  /** Returns Spark SQL, made at the first call; the general builder would first search this one. */
  public SparkSession sql() {
    return org.apache.spark.sql.classic.SparkSession.builder()
        .sparkContext(context())
        .getOrCreate();
  }

  /** Returns Spark SQL without the functions of MLlib, which starts sooner. */
  public SparkSession sqlForReading() {
    context();
    return WithoutMllib.get(this::sql);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException rethrown(Throwable cause) throws E {
    // Scala declares no exceptions.
    throw (E) cause;
  }

  /** Stops Spark, even if it was never used. */
  @Override
  public void close() {
    SparkContext started;
    try {
      started = context.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException e) {
      return;
    }
    started.stop();
  }
}
