package dev.geodesic;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms, the arrows between them, and the walls: see the design. */
class ArchitectureTest {
  private static final String ROOT = "dev.geodesic.";

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.geodesic");

  /** The vocabulary, which every room may import. */
  private static final List<String> VOCABULARY = List.of("parameter", "trial", "machine");

  /** Which rooms each room may import, besides itself and the vocabulary. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("parameter", Set.of()),
          Map.entry("trial", Set.of()),
          Map.entry("machine", Set.of()),
          Map.entry("space", Set.of()),
          Map.entry("halving", Set.of("space")),
          Map.entry("conf", Set.of("space")),
          Map.entry("data", Set.of()),
          Map.entry("device", Set.of()),
          Map.entry("model", Set.of("device")),
          Map.entry("curvature", Set.of("model", "device")),
          Map.entry("optim", Set.of("curvature", "model", "device")),
          Map.entry("train", Set.of("space", "data", "optim", "model", "device")),
          Map.entry("newton", Set.of("device")),
          Map.entry("ml", Set.of("newton", "device")),
          Map.entry("store", Set.of()),
          Map.entry("report", Set.of("space", "halving", "store")),
          Map.entry(
              "sweep", Set.of("space", "halving", "data", "device", "train", "store", "proof")),
          Map.entry("export", Set.of("data", "store")),
          Map.entry("check", Set.of("curvature", "model", "device")),
          Map.entry("bench", Set.of("space", "data", "device", "train")),
          Map.entry("proof", Set.of("bench", "check", "space", "data", "device", "train")),
          Map.entry(
              "cli",
              Set.of(
                  "bench", "check", "proof", "conf", "space", "data", "export", "sweep", "report",
                  "store", "ml", "newton")));

  /** The floors of some rooms, and those of the same room that each of them stands on. */
  private static final Map<String, Map<String, Set<String>>> FLOORS =
      Map.of(
          "store",
          Map.of(
              "table", Set.of(),
              "run", Set.of(),
              "summary", Set.of("table"),
              "files", Set.of("table", "run", "summary")),
          "sweep",
          Map.of(
              "cluster", Set.of(),
              "input", Set.of("cluster"),
              "task", Set.of(),
              "reproduce", Set.of("task"),
              "plan", Set.of("cluster", "input", "task"),
              "course", Set.of("plan", "task")));

  /** Libraries, and the only rooms that may know them. */
  private static final Map<String, Set<String>> WALLS =
      Map.ofEntries(
          Map.entry("org.apache.spark", Set.of("store", "sweep", "report", "export", "cli", "ml")),
          Map.entry("scala", Set.of("store", "sweep", "report", "export", "cli", "ml")),
          Map.entry("org.apache.hadoop", Set.of("store", "sweep", "report", "export", "cli")),
          Map.entry("dev.ludovic.netlib", Set.of("newton")),
          Map.entry("org.apache.parquet", Set.of("store")),
          Map.entry("org.nd4j", Set.of("device")),
          Map.entry("org.bytedeco", Set.of("device")),
          Map.entry("ai.onnx", Set.of("export")),
          Map.entry("com.google.protobuf", Set.of("export")),
          Map.entry("com.typesafe.config", Set.of("conf")),
          Map.entry("picocli", Set.of("cli")));

  static Stream<String> rooms() {
    return ARROWS.keySet().stream().sorted();
  }

  static Stream<String> libraries() {
    return WALLS.keySet().stream().sorted();
  }

  @Test
  void everyRoomIsOnTheMap() {
    assertThat(
            PROGRAM.getPackage("dev.geodesic").getSubpackages().stream()
                .map(JavaPackage::getRelativeName))
        .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyAlongItsArrows(String room) {
    noClasses()
        .that()
        .resideInAPackage(inside(room))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.geodesic..").and(not(resideInAnyPackage(reachable(room)))))
        .check(PROGRAM);
  }

  static Stream<String> roomsWithFloors() {
    return FLOORS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("roomsWithFloors")
  void everyFloorIsOnTheMap(String room) {
    assertThat(
            PROGRAM.getPackage(ROOT + room).getSubpackages().stream()
                .map(JavaPackage::getRelativeName))
        .containsExactlyInAnyOrderElementsOf(floorsOf(room).keySet());
  }

  static Stream<Arguments> floors() {
    return roomsWithFloors()
        .flatMap(
            room -> floorsOf(room).keySet().stream().sorted().map(floor -> arguments(room, floor)));
  }

  @ParameterizedTest
  @MethodSource("floors")
  void aFloorStandsOnThoseBelow(String room, String floor) {
    String[] below =
        Stream.concat(Stream.of(floor), floorsOf(room).getOrDefault(floor, Set.of()).stream())
            .map(name -> inside(room + "." + name))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(inside(room + "." + floor))
        .should()
        .dependOnClassesThat(resideInAPackage(inside(room)).and(not(resideInAnyPackage(below))))
        .check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryStaysBehindItsWall(String library) {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages(WALLS.getOrDefault(library, Set.of())))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .check(PROGRAM);
  }

  @Test
  void theVocabularyIsPlainJava() {
    classes()
        .that()
        .resideInAnyPackage(inside("parameter"), inside("trial"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            inside("parameter"), inside("trial"), "java..", "org.jspecify.annotations")
        .check(PROGRAM);
  }

  @Test
  void noRoomsImportEachOtherInACircle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(PROGRAM);
  }

  private static Map<String, Set<String>> floorsOf(String room) {
    return FLOORS.getOrDefault(room, Map.of());
  }

  private static String[] reachable(String room) {
    return packages(
        Stream.of(Set.of(room), VOCABULARY, ARROWS.getOrDefault(room, Set.of()))
            .flatMap(Collection::stream)
            .collect(Collectors.toSet()));
  }

  private static String[] packages(Set<String> rooms) {
    return rooms.stream().map(ArchitectureTest::inside).toArray(String[]::new);
  }

  private static String inside(String room) {
    return ROOT + room + "..";
  }
}
