package dev.geodesic.sweep.task;

import dev.geodesic.space.Leg;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/**
 * The function of a Spark job, whose only partition is one chunk. It is not a lambda, whose byte
 * code Spark would read anew for each of thousands of jobs.
 */
public final class PackJob extends AbstractFunction2<TaskContext, Iterator<Leg>, PackReport[]>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<PackTask> task;
  private final PackTask.Counts counts;

  /**
   * Creates the function for any chunk of a sweep.
   *
   * @param task sent to each executor once
   * @param counts accumulators that all jobs share
   */
  public PackJob(Broadcast<PackTask> task, PackTask.Counts counts) {
    this.task = task;
    this.counts = counts;
  }

  @Override
  public PackReport[] apply(TaskContext context, Iterator<Leg> legs) {
    List<Leg> chunk = CollectionConverters.asJava(legs.toList());
    return task.value().run(chunk, context, counts).toArray(PackReport[]::new);
  }
}
