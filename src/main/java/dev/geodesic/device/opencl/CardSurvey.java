package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_AVAILABLE;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_COMPILER_AVAILABLE;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_DOUBLE_FP_CONFIG;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_EXTENSIONS;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_GLOBAL_MEM_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_LOCAL_MEM_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_MAX_WORK_GROUP_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_MAX_WORK_ITEM_SIZES;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_NAME;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_SINGLE_FP_CONFIG;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_TYPE;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_TYPE_CPU;
import static org.bytedeco.opencl.global.OpenCL.CL_DEVICE_TYPE_GPU;
import static org.bytedeco.opencl.global.OpenCL.CL_DRIVER_VERSION;
import static org.bytedeco.opencl.global.OpenCL.CL_PLATFORM_NAME;
import static org.bytedeco.opencl.global.OpenCL.CL_SUCCESS;
import static org.bytedeco.opencl.global.OpenCL.clGetDeviceIDs;
import static org.bytedeco.opencl.global.OpenCL.clGetDeviceInfo;
import static org.bytedeco.opencl.global.OpenCL.clGetPlatformIDs;
import static org.bytedeco.opencl.global.OpenCL.clGetPlatformInfo;

import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.PciAddress;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_device_id;
import org.bytedeco.opencl._cl_platform_id;
import org.jspecify.annotations.Nullable;

/** One OpenCL device while its driver is asked about it. */
record CardSurvey(int ordinal, _cl_platform_id platform, _cl_device_id device) {
  /** {@code CL_DEVICE_TYPE_ALL}, which as an int would be extended to bits that name no type. */
  private static final long ANY_TYPE = 0xFFFFFFFFL;

  /** {@code cl_khr_pci_bus_info}: domain, bus, device and function. */
  private static final int PCI_BUS_INFO_KHR = 0x410F;

  /** {@code cl_nv_device_attribute_query}: bus, then device and function, then domain. */
  private static final int PCI_BUS_ID_NV = 0x4008;

  private static final int PCI_SLOT_ID_NV = 0x4009;
  private static final int PCI_DOMAIN_ID_NV = 0x400A;

  /** {@code cl_amd_device_attribute_query}: 24 bytes that end with bus, device and function. */
  private static final int TOPOLOGY_AMD = 0x4037;

  /** Returns every device of every platform. */
  static List<CardSurvey> all() {
    List<CardSurvey> all = new ArrayList<>();
    int[] count = new int[1];
    if (clGetPlatformIDs(0, (PointerPointer<?>) null, count) != CL_SUCCESS || count[0] == 0) {
      return all;
    }
    try (PointerPointer<_cl_platform_id> platforms = new PointerPointer<>(count[0])) {
      Status.check(clGetPlatformIDs(count[0], platforms, (int[]) null), "clGetPlatformIDs");
      for (int p = 0; p < count[0]; p++) {
        addDevices(platforms.get(_cl_platform_id.class, p), all);
      }
    }
    return all;
  }

  private static void addDevices(_cl_platform_id platform, List<CardSurvey> all) {
    int[] count = new int[1];
    // A driver without a device answers with an error.
    if (clGetDeviceIDs(platform, ANY_TYPE, 0, (PointerPointer<?>) null, count) != CL_SUCCESS) {
      return;
    }
    try (PointerPointer<_cl_device_id> devices = new PointerPointer<>(count[0])) {
      int found = clGetDeviceIDs(platform, ANY_TYPE, count[0], devices, (int[]) null);
      for (int d = 0; d < count[0] && found == CL_SUCCESS; d++) {
        all.add(new CardSurvey(all.size(), platform, devices.get(_cl_device_id.class, d)));
      }
    }
  }

  /**
   * Describes those devices that can be used now, and that answer: one that does not hides no
   * other.
   */
  static List<OpenClCard> cards(List<CardSurvey> all) {
    return all.stream()
        .filter(CardSurvey::isUsable)
        .flatMap(survey -> described(survey::card).stream())
        .toList();
  }

  /** Returns what a driver answers; empty where it fails at that. */
  static <T> Optional<T> described(Supplier<T> description) {
    try {
      return Optional.of(description.get());
    } catch (DeviceLostException | IllegalStateException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private boolean isUsable() {
    return isTrue(CL_DEVICE_AVAILABLE) && isTrue(CL_DEVICE_COMPILER_AVAILABLE);
  }

  private boolean isTrue(int fact) {
    return described(() -> number(fact)).filter(answer -> answer != 0).isPresent();
  }

  OpenClCard card() {
    return new OpenClCard(
        ordinal,
        kind(),
        text(CL_DEVICE_NAME),
        platformName(),
        text(CL_DRIVER_VERSION),
        number(CL_DEVICE_GLOBAL_MEM_SIZE),
        number(CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        number(CL_DEVICE_LOCAL_MEM_SIZE),
        Math.toIntExact(number(CL_DEVICE_MAX_COMPUTE_UNITS)),
        mostWorkItems(),
        number(CL_DEVICE_DOUBLE_FP_CONFIG) != 0,
        pciAddress());
  }

  /** Work-groups are lines, or squares of no more work-items. */
  private int mostWorkItems() {
    byte[] sizes = info(CL_DEVICE_MAX_WORK_ITEM_SIZES);
    return mostWorkItems(
        number(CL_DEVICE_MAX_WORK_GROUP_SIZE),
        whole(sizes, 0, Long.BYTES),
        whole(sizes, Long.BYTES, Long.BYTES));
  }

  /**
   * Returns the most work-items of a work-group.
   *
   * @param across the most along the first dimension
   * @param down the most along the second, a side of squares
   */
  static int mostWorkItems(long all, long across, long down) {
    long side = Math.min(1 << 15, Long.highestOneBit(Math.min(across, down)));
    return (int) Math.min(Math.min(all, across), Math.min(Integer.MAX_VALUE, 2 * side * side));
  }

  /** Returns what the device says of its float32. */
  long singlePrecision() {
    return number(CL_DEVICE_SINGLE_FP_CONFIG);
  }

  private Kind kind() {
    long type = number(CL_DEVICE_TYPE);
    return (type & CL_DEVICE_TYPE_GPU) != 0
        ? Kind.GPU
        : (type & CL_DEVICE_TYPE_CPU) != 0 ? Kind.PROCESSOR : Kind.OTHER;
  }

  private @Nullable PciAddress pciAddress() {
    String extensions = text(CL_DEVICE_EXTENSIONS);
    if (extensions.contains("cl_khr_pci_bus_info")) {
      byte[] info = info(PCI_BUS_INFO_KHR);
      return address(integer(info, 0), integer(info, 4), integer(info, 8), integer(info, 12));
    }
    if (extensions.contains("cl_nv_device_attribute_query")) {
      long slot = number(PCI_SLOT_ID_NV);
      return address(number(PCI_DOMAIN_ID_NV), number(PCI_BUS_ID_NV), slot >> 3, slot & 7);
    }
    if (extensions.contains("cl_amd_device_attribute_query")) {
      byte[] topology = info(TOPOLOGY_AMD);
      return topology.length < 24
          ? null
          : address(0, topology[21] & 0xFF, topology[22] & 0xFF, topology[23] & 0xFF);
    }
    return null;
  }

  private static PciAddress address(long domain, long bus, long device, long function) {
    return new PciAddress((int) domain, (int) bus, (int) device, (int) function);
  }

  private static long integer(byte[] info, int from) {
    return whole(info, from, Integer.BYTES);
  }

  /** Returns a number of some bytes, the lowest first; 0 where there are none. */
  private static long whole(byte[] info, int from, int bytes) {
    long value = 0;
    for (int i = Math.min(info.length, from + bytes) - 1; i >= from; i--) {
      value = value << 8 | (info[i] & 0xFF);
    }
    return value;
  }

  /** Returns a fact of up to eight bytes; 0 where the driver does not know it. */
  long number(int fact) {
    return whole(info(fact), 0, Long.BYTES);
  }

  private String text(int fact) {
    return text(info(fact));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private String platformName() {
    return text(
        read(
            (size, value, length) ->
                clGetPlatformInfo(platform, CL_PLATFORM_NAME, size, value, length)));
  }

  private byte[] info(int fact) {
    return read((size, value, length) -> clGetDeviceInfo(device, fact, size, value, length));
  }

  private interface Question {
    int ask(long size, @Nullable Pointer value, @Nullable SizeTPointer length);
  }

  private static byte[] read(Question question) {
    try (SizeTPointer length = new SizeTPointer(1)) {
      if (question.ask(0, null, length) != CL_SUCCESS) {
        return new byte[0];
      }
      byte[] bytes = new byte[Math.toIntExact(length.get())];
      try (BytePointer value = new BytePointer(bytes.length)) {
        Status.check(question.ask(bytes.length, value, null), "clGetDeviceInfo");
        value.get(bytes);
      }
      return bytes;
    }
  }
}
