package io.stillwake.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.stillwake.inference");

  @Test
  void tritonsTypesStopAtItsAdapter() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..inference.triton..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.stillwake.proto.triton..", "io.grpc..")
        .check(CLASSES);
  }

  @Test
  void onlyTheMainKnowsTheAdapter() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..inference.triton..")
        .and()
        .doNotHaveSimpleName("WorkerMain")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..inference.triton..")
        .check(CLASSES);
  }

  @Test
  void thePortKnowsNeitherItsAdapterNorItsUsers() {
    noClasses()
        .that()
        .resideInAPackage("io.stillwake.inference")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..inference.triton..", "..inference.worker..", "..inference.media..")
        .check(CLASSES);
  }

  @Test
  void mediaKnowsNeitherModelsNorTheWorker() {
    noClasses()
        .that()
        .resideInAPackage("..inference.media..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.stillwake.inference", "..inference.triton..", "..inference.worker..")
        .check(CLASSES);
  }

  @Test
  void kafkaStopsAtTheQueueAndTheTopics() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.worker\\.(Lane|TakenRecords|WorkerKafka)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void theOtherModulesAreUnknownHere() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.stillwake.ingest..", "io.stillwake.jobs..", "io.stillwake.local..")
        .check(CLASSES);
  }
}
