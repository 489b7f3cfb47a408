package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.opencl.OpenClCards.Present;
import dev.geodesic.device.opencl.Status.Call;
import dev.geodesic.device.opencl.Status.Meaning;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatusTest {
  private static final int ALLOCATION_FAILURE = -4;
  private static final int OUT_OF_RESOURCES = -5;
  private static final int OUT_OF_HOST_MEMORY = -6;
  private static final int BUILD_FAILURE = -11;
  private static final int INVALID_CONTEXT = -34;
  private static final int INVALID_QUEUE = -36;
  private static final int INVALID_BUFFER_SIZE = -61;
  private static final int ILLEGAL_ACCESS_NV = -9999;

  /** The calls to which a status says that memory did not suffice. */
  private static final Map<Integer, Set<Call>> OF_MEMORY =
      Map.of(
          ALLOCATION_FAILURE, EnumSet.of(Call.ALLOCATION, Call.ENQUEUE, Call.WAIT),
          OUT_OF_HOST_MEMORY, EnumSet.of(Call.ALLOCATION, Call.ENQUEUE, Call.WAIT),
          OUT_OF_RESOURCES, EnumSet.of(Call.ALLOCATION, Call.ENQUEUE),
          INVALID_BUFFER_SIZE, EnumSet.of(Call.ALLOCATION));

  /** All statuses of OpenCL 3.0 and its loaders, and those that drivers add. */
  static IntStream statuses() {
    return IntStream.concat(IntStream.rangeClosed(-80, 0), IntStream.of(-1001, ILLEGAL_ACCESS_NV));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void everyStatusHasAMeaningToEveryCall(int status) {
    for (Call call : Call.values()) {
      assertThat(Status.meaning(call, status))
          .as("%s %d", call, status)
          .isEqualTo(expected(call, status));
    }
  }

  private static Meaning expected(Call call, int status) {
    if (status == 0) {
      return Meaning.SUCCESS;
    }
    if (OF_MEMORY.getOrDefault(status, Set.of()).contains(call)) {
      return Meaning.MEMORY;
    }
    boolean isOfTheCall =
        status == BUILD_FAILURE
            || (status <= -30
                && status >= -72
                && status != INVALID_CONTEXT
                && status != INVALID_QUEUE);
    return isOfTheCall ? Meaning.WRONG : Meaning.LOST;
  }

  /** What NVIDIA's driver answers to a read after a kernel has faulted. */
  @ParameterizedTest
  @EnumSource(Call.class)
  void aKernelThatFaultedIsNoLackOfMemory(Call call) {
    AtomicInteger abandoned = new AtomicInteger();
    Guard dead = new Guard(() -> false, abandoned::incrementAndGet);
    int[] answers = {OUT_OF_RESOURCES, ILLEGAL_ACCESS_NV, ALLOCATION_FAILURE, OUT_OF_HOST_MEMORY};
    for (int status : answers) {
      assertThatThrownBy(() -> dead.check(call, status, "clFinish"))
          .isInstanceOf(DeviceLostException.class)
          .hasMessageStartingWith("OpenCL's clFinish failed with ");
    }
    assertThat(abandoned).hasValue(answers.length);
  }

  @Test
  void lackOfMemoryLeavesTheContext() {
    AtomicInteger abandoned = new AtomicInteger();
    Guard guard = new Guard(() -> true, abandoned::incrementAndGet);
    OF_MEMORY.forEach(
        (status, calls) ->
            calls.forEach(
                call ->
                    assertThatThrownBy(() -> guard.check(call, status, "launch of x"))
                        .isInstanceOf(OutOfMemoryError.class)
                        .hasMessageStartingWith("OpenCL's launch of x failed with CL_")));
    assertThatCode(() -> guard.check(Call.WAIT, 0, "clFinish")).doesNotThrowAnyException();
    assertThat(abandoned).hasValue(0);
  }

  @Test
  void aWrongCallIsNoFaultOfTheDevice() {
    AtomicInteger tried = new AtomicInteger();
    Guard guard =
        new Guard(
            () -> tried.incrementAndGet() > 0,
            () -> {
              throw new AssertionError("abandoned");
            });
    Arrays.stream(Call.values())
        .forEach(
            call ->
                assertThatThrownBy(() -> guard.check(call, -54, "launch of x"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("OpenCL's launch of x failed with error -54"));
    assertThat(tried).hasValue(0);
  }

  @Test
  void aLostContextIsNotUsedAgain() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeThat(cards).isInstanceOf(Present.class);
    try (OpenClDevice lost = OpenClDevice.open(0);
        OpenClDevice beside = OpenClDevice.open(0)) {
      assertThat(beside.queue().context()).isEqualTo(lost.queue().context());
      lost.queue().abandon();
      lost.queue().abandon();
      try (OpenClDevice next = OpenClDevice.open(0)) {
        assertThat(next.queue().context()).isNotEqualTo(lost.queue().context());
        assertThat(Stream.of(next, beside).map(StatusTest::copied))
            .containsOnly(new float[] {1, 2});
      }
    }
  }

  private static float[] copied(OpenClDevice device) {
    return device.download(device.upload(new float[] {1, 2}, 1, 2));
  }
}
