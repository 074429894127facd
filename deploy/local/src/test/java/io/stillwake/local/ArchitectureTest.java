package io.stillwake.local;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embedded servers stand side by side and know nothing of the system above their protocols. */
class ArchitectureTest {

  private static final String ROOT = "io.stillwake.local.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.stillwake.local");

  @ParameterizedTest
  @CsvSource({
    "kafka, store, triton, flink",
    "store, kafka, triton, flink",
    "triton, kafka, store, flink",
    "flink, kafka, store, triton"
  })
  void anEmbeddedServerKnowsNoOther(String server, String second, String third, String fourth) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + server + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + second + "..",
            ROOT + third + "..",
            ROOT + fourth + "..",
            ROOT + "cli..",
            "io.stillwake.jobs..",
            "io.stillwake.ingest..",
            "io.stillwake.inference..")
        .check(CLASSES);
  }

  @Test
  void theCommandReachesTheServersOnlyThroughTheStackAndSetup() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "cli..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    ROOT + "kafka..",
                    ROOT + "store..",
                    ROOT + "triton..",
                    ROOT + "flink..",
                    "io.stillwake.jobs..",
                    "io.stillwake.ingest..")
                .and(not(resideInAPackage("io.stillwake.ingest.setup.."))))
        .check(CLASSES);
  }

  @Test
  void theClientIsPlain() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "client..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(ROOT + "client..", "java..", "com.fasterxml.jackson..")
        .check(CLASSES);
  }
}
