package io.stillwake.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {

  private static final String ROOT = "io.stillwake.jobs";

  /** What all stand on first, then the stages in the order of the flow. */
  private static final List<String> STAGES =
      List.of(
          "kafka", "work", "failure", "family", "prompt", "intake", "plan", "dispatch", "assemble");

  /** The operators' own tools, which hold Flink's state or metrics for them. */
  private static final Set<String> TOOLS = Set.of("KeyedPoolStore", "PoolGauges", "EarlyResults");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  static IntStream stages() {
    return IntStream.range(0, STAGES.size());
  }

  @ParameterizedTest
  @MethodSource("stages")
  void stageImportsNoLaterOneAndNoJob(int stage) {
    String[] later =
        STAGES.subList(stage + 1, STAGES.size()).stream()
            .map(name -> ROOT + "." + name + "..")
            .toArray(String[]::new);

    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + STAGES.get(stage) + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(later)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsAStageWithAPlaceInTheOrder() {
    String[] packages = STAGES.stream().map(name -> ROOT + "." + name).toArray(String[]::new);

    classes()
        .should()
        .resideInAnyPackage(packages)
        .orShould()
        .resideInAPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void onlyOperatorsKnowFlink() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".kafka")
        .and(areNoOperators())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .because("what they think must be testable without it")
        .check(CLASSES);
  }

  @Test
  void onlyOnePackageKnowsKafka() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".kafka")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void jobsKnowNeitherTheFrontDoorNorTheModelServer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.stillwake.ingest..",
            "io.stillwake.inference..",
            "io.stillwake.local..",
            "io.stillwake.proto.triton..")
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> areNoOperators() {
    return new DescribedPredicate<>("are no operators") {
      @Override
      public boolean test(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
          outermost = outermost.getEnclosingClass().get();
        }
        return !outermost.isAssignableTo(Function.class)
            && !TOOLS.contains(outermost.getSimpleName());
      }
    };
  }
}
