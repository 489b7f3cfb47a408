package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a scope lends it takes back; what is lent is nobody else's. */
class StepMemoryTest {
  /** More scopes than unused memory is kept for. */
  private static final int LONG = 300;

  private final StepMemory memory = new StepMemory();

  @AfterEach
  void close() {
    memory.close();
  }

  private void inScope(Runnable work) {
    memory.inScope(
        () -> {
          work.run();
          return true;
        });
  }

  private static <T> Set<T> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  @Test
  void aScopeGivesItsMemoryBackAtItsEnd() {
    double[] first = memory.inScope(() -> memory.doubles(7));
    CpuMatrix matrix = memory.inScope(() -> memory.matrix(3, 2));
    inScope(
        () -> {
          assertThat(memory.doubles(7)).isSameAs(first);
          assertThat(memory.matrix(3, 2)).isSameAs(matrix);
        });
  }

  @Test
  void nothingIsLentTwice() {
    inScope(
        () -> {
          Set<double[]> lent = identities();
          Set<CpuMatrix> matrices = identities();
          for (int i = 0; i < 20; i++) {
            assertThat(lent.add(memory.doubles(5))).isTrue();
            assertThat(matrices.add(memory.matrix(2, 2))).isTrue();
          }
        });
  }

  @Test
  void matricesAreLentByShapeAndArraysByLength() {
    CpuMatrix flat = memory.inScope(() -> memory.matrix(1, 6));
    inScope(
        () -> {
          CpuMatrix other = memory.matrix(2, 3);
          assertThat(other).isNotSameAs(flat);
          assertThat(other.rows()).isEqualTo(2);
          assertThat(memory.doubles(6)).hasSize(6);
          assertThat(memory.doubles(5)).hasSize(5);
        });
  }

  @Test
  void anInnerScopeTakesBackItsOwnAlone() {
    inScope(
        () -> {
          double[] outer = memory.doubles(4);
          Arrays.fill(outer, 1);
          double[] inner =
              memory.inScope(
                  () -> {
                    double[] values = memory.doubles(4);
                    assertThat(values).isNotSameAs(outer);
                    Arrays.fill(values, 2);
                    return values;
                  });
          assertThat(outer).containsOnly(1);
          // The inner scope's is free for the outer, and is then the outer's.
          assertThat(memory.doubles(4)).isSameAs(inner);
          inScope(() -> assertThat(memory.doubles(4)).isNotSameAs(inner).isNotSameAs(outer));
        });
  }

  @Test
  void anExceptionClosesItsScopesAndLeavesTheOuterOnes() {
    Set<double[]> lost = identities();
    inScope(
        () -> {
          double[] outer = memory.doubles(4);
          assertThatThrownBy(
                  () ->
                      inScope(
                          () -> {
                            lost.add(memory.doubles(4));
                            inScope(
                                () -> {
                                  lost.add(memory.doubles(4));
                                  throw new ArithmeticException("in the middle of a step");
                                });
                          }))
              .isInstanceOf(ArithmeticException.class);
          assertThat(lost.contains(outer)).isFalse();
          assertThat(lost.contains(memory.doubles(4))).isTrue();
          assertThat(lost.contains(memory.doubles(4))).isTrue();
          assertThat(lost.contains(memory.doubles(4))).isFalse();
        });
    // Back outside: a scope lends what all of them gave back, and nothing new.
    inScope(
        () -> {
          Set<double[]> again = identities();
          for (int i = 0; i < 4; i++) {
            again.add(memory.doubles(4));
          }
          assertThat(again.containsAll(lost)).isTrue();
        });
  }

  @Test
  void whatIsAskedForOutsideOfAllScopesIsNeverTakenBack() {
    double[] mine = memory.doubles(4);
    CpuMatrix matrix = memory.matrix(2, 2);
    for (int i = 0; i < LONG; i++) {
      inScope(
          () -> {
            assertThat(memory.doubles(4)).isNotSameAs(mine);
            assertThat(memory.matrix(2, 2)).isNotSameAs(matrix);
          });
    }
  }

  /** However the sizes come, as steps of one kind do: from the second on, nothing new. */
  @Test
  void steadyStateAllocatesNothing() {
    Set<double[]> arrays = identities();
    Set<CpuMatrix> matrices = identities();
    Supplier<Boolean> step =
        () -> {
          SplittableRandom sizes = new SplittableRandom(3);
          for (int i = 0; i < 10; i++) {
            arrays.add(memory.doubles(1 + sizes.nextInt(3)));
            matrices.add(memory.matrix(1 + sizes.nextInt(2), 2));
            memory.inScope(() -> arrays.add(memory.doubles(1 + sizes.nextInt(3))));
          }
          return true;
        };
    memory.inScope(step);
    int afterOne = arrays.size();
    int matricesAfterOne = matrices.size();
    for (int i = 0; i < 2 * LONG; i++) {
      memory.inScope(step);
    }
    assertThat(arrays).hasSize(afterOne);
    assertThat(matrices).hasSize(matricesAfterOne);
  }

  /** As in a step of many iterations, each in a scope of its own. */
  @Test
  void aStepOfManyInnerScopesKeepsItsMemoryForTheNextOne() {
    Set<double[]> outer = identities();
    Set<CpuMatrix> matrices = identities();
    for (int step = 0; step < 5; step++) {
      inScope(
          () -> {
            outer.add(memory.doubles(9));
            matrices.add(memory.matrix(4, 4));
            for (int i = 0; i < LONG; i++) {
              inScope(() -> memory.doubles(3));
            }
          });
    }
    assertThat(outer).hasSize(1);
    assertThat(matrices).hasSize(1);
  }

  @Test
  void whatIsLongUnusedIsGivenUp() {
    double[] old = memory.inScope(() -> memory.doubles(6));
    for (int i = 0; i < LONG; i++) {
      inScope(() -> memory.doubles(3));
    }
    inScope(() -> assertThat(memory.doubles(6)).isNotSameAs(old));
  }
}
