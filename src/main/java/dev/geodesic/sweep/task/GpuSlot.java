package dev.geodesic.sweep.task;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * The GPU that Spark has assigned to a task. A process uses a single one: CUDA libraries choose
 * their device once, when they are loaded.
 */
public final class GpuSlot {
  private static final String RESOURCE = "gpu";
  private static final AtomicReference<@Nullable String> BOUND = new AtomicReference<>();

  private GpuSlot() {}

  /**
   * Binds this process to the address of the task's GPU, before any device is opened.
   *
   * @return the address; empty where Spark assigned none
   * @throws IllegalStateException if the task has several, or this process has another already
   */
  public static Optional<String> bind(TaskContext task) {
    ResourceInformation gpus = task.resourcesJMap().get(RESOURCE);
    if (gpus == null) {
      return Optional.empty();
    }
    if (gpus.addresses().length != 1) {
      throw new IllegalStateException(
          "A task must have one GPU, got: %d; set spark.task.resource.gpu.amount=1 or less"
              .formatted(gpus.addresses().length));
    }
    return Optional.of(bind(gpus.addresses()[0]));
  }

  private static String bind(String address) {
    String bound = BOUND.compareAndExchange(null, address);
    if (bound != null && !bound.equals(address)) {
      throw new IllegalStateException(
          "An executor must have one GPU, got: %s beside %s; set spark.executor.resource.gpu.amount=1"
              .formatted(address, bound));
    }
    return address;
  }
}
