package dev.geodesic.sweep;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.ParallelCollectionRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * The executors that packs should go to: all but those that could not open their device. It is a
 * preference: where the others are busy for longer than Spark waits for a place, packs come there
 * all the same, and find out whether the device is back.
 */
final class UsableExecutors {
  /** How Spark names an executor as a place; of its host it only counts whether it is known. */
  private static final String PLACE = "executor_any_";

  private final Set<String> shunned = ConcurrentHashMap.newKeySet();

  /** Records that an executor cannot open its device; false if that was known before. */
  boolean shun(@Nullable String executor) {
    return executor != null && shunned.add(executor);
  }

  /** Returns elements as a single partition, to be computed on an executor with a device. */
  <T> RDD<T> alone(SparkContext spark, List<T> elements) {
    List<String> places = places(spark);
    Map<Object, Seq<String>> preferred =
        places.isEmpty() ? Map.of() : Map.of(0, CollectionConverters.asScala(places).toSeq());
    ClassTag<T> anything = ClassTag.apply(Object.class);
    return new ParallelCollectionRDD<>(
        spark,
        CollectionConverters.asScala(elements).toSeq(),
        1,
        scala.collection.immutable.Map.from(CollectionConverters.asScala(preferred)),
        anything);
  }

  private List<String> places(SparkContext spark) {
    return shunned.isEmpty() ? List.of() : others(executors(spark));
  }

  /** Returns the places of those executors that are not shunned. */
  List<String> others(Set<String> executors) {
    return executors.stream()
        .filter(executor -> !shunned.contains(executor))
        .sorted()
        .map(executor -> PLACE + executor)
        .collect(Collectors.toList());
  }

  private static Set<String> executors(SparkContext spark) {
    TaskSchedulerImpl scheduler = (TaskSchedulerImpl) spark.taskScheduler();
    return CollectionConverters.asJava(scheduler.runningTasksByExecutors()).keySet();
  }
}
