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
 * Spark as a command uses it. It starts beside what a command begins with, which needs its settings
 * alone; and what Spark SQL starts with is left until somebody asks for it.
 */
public final class SparkApplication implements AutoCloseable {
  private final SparkConf conf;
  private final Future<SparkContext> context;

  private SparkApplication(SparkConf conf, Future<SparkContext> context) {
    this.conf = conf;
    this.context = context;
  }

  /** One that is there. */
  public static SparkApplication of(SparkContext running) {
    return new SparkApplication(running.getConf(), CompletableFuture.completedFuture(running));
  }

  /**
   * Starts one.
   *
   * @param conf its settings, all of them
   * @param start which takes seconds
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

  /** Spark itself, when it has started. */
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

  /** Spark SQL on it; made at the first call. By its own builder: the other one looks for it. */
  public SparkSession sql() {
    return org.apache.spark.sql.classic.SparkSession.builder()
        .sparkContext(context())
        .getOrCreate();
  }

  /** Spark SQL for questions about results alone, without the functions of MLlib: sooner there. */
  public SparkSession sqlForReading() {
    context();
    return WithoutMllib.get(this::sql);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException rethrown(Throwable cause) throws E {
    // Scala declares no exceptions.
    throw (E) cause;
  }

  /** Ends it, also where it never came to be used. */
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
