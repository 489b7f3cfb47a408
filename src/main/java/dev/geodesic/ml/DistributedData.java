package dev.geodesic.ml;

import static java.util.Objects.requireNonNull;

import dev.geodesic.newton.Data;
import dev.geodesic.newton.Evaluation;
import dev.geodesic.newton.SecondMoments;
import dev.geodesic.newton.Softmax;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;

/** Rows in blocks on the executors: a pass is one job, whose sums come back by a tree. */
final class DistributedData implements Data {
  private final JavaSparkContext context;
  private final JavaRDD<Block> blocks;
  private final int features;
  private final int classes;
  private final int depth;

  DistributedData(JavaRDD<Block> blocks, int features, int classes, int depth) {
    this.context = JavaSparkContext.fromSparkContext(blocks.context());
    this.blocks = blocks;
    this.features = features;
    this.classes = classes;
    this.depth = depth;
  }

  @Override
  public Evaluation evaluate(double[] coefficients) {
    Broadcast<double[]> at = context.broadcast(coefficients);
    try {
      return blocks
          .mapPartitions(new Evaluate(at, features, classes))
          .treeReduce(Evaluation::add, depth);
    } finally {
      at.destroy();
    }
  }

  @Override
  public double[] product(double[] coefficients, double[] direction) {
    Broadcast<double[]> pair = context.broadcast(Data.pair(coefficients, direction, classes));
    try {
      return blocks
          .mapPartitions(new Multiply(pair, features, classes))
          .treeReduce(DistributedData::add, depth);
    } finally {
      pair.destroy();
    }
  }

  /** Sums the second moment of about this many rows, of those in every n-th block. */
  SecondMoments sample(long rows, long all) {
    int every = (int) Math.max(1, Math.min(Integer.MAX_VALUE, all / Math.max(1, rows)));
    return blocks
        .mapPartitionsWithIndex(new Sample(every, features), true)
        .treeReduce(SecondMoments::add, depth);
  }

  private static double[] add(double[] sum, double[] other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  /** Evaluates a partition. */
  private record Evaluate(Broadcast<double[]> at, int features, int classes)
      implements FlatMapFunction<Iterator<Block>, Evaluation> {
    @Override
    public Iterator<Evaluation> call(Iterator<Block> partition) {
      Softmax softmax = new Softmax(classes);
      Evaluation sums = new Evaluation(features, classes);
      partition.forEachRemaining(
          block -> softmax.evaluate(requireNonNull(block.rows()), at.value(), sums));
      return List.of(sums).iterator();
    }
  }

  /** Multiplies the Fisher matrix of a partition. */
  private record Multiply(Broadcast<double[]> pair, int features, int classes)
      implements FlatMapFunction<Iterator<Block>, double[]> {
    @Override
    public Iterator<double[]> call(Iterator<Block> partition) {
      Softmax softmax = new Softmax(classes);
      double[] sum = new double[(features + 1) * classes];
      partition.forEachRemaining(
          block -> softmax.addProduct(requireNonNull(block.rows()), pair.value(), sum));
      return List.of(sum).iterator();
    }
  }

  /** Sums the second moment of every n-th block of a partition, from another one in each. */
  private record Sample(int every, int features)
      implements Function2<Integer, Iterator<Block>, Iterator<SecondMoments>> {
    @Override
    public Iterator<SecondMoments> call(Integer partition, Iterator<Block> all) {
      SecondMoments sums = SecondMoments.empty(features);
      int number = partition;
      while (all.hasNext()) {
        Block block = all.next();
        if (number % every == 0) {
          sums = sums.add(requireNonNull(block.rows()));
        }
        number++;
      }
      return List.of(sums).iterator();
    }
  }
}
