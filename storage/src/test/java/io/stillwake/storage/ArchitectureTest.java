package io.stillwake.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.stillwake.storage");

  @Test
  void knowsNobodyOfTheSystemButTheWireContracts() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.stillwake.inference..",
            "io.stillwake.ingest..",
            "io.stillwake.jobs..",
            "io.stillwake.local..",
            "org.apache.flink..",
            "io.grpc..")
        .check(MODULE);
  }

  @Test
  void asksKafkaAtTheStartOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.stillwake.storage.start..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(MODULE);
  }

  @Test
  void reachesTheSdkThroughTheAdapterOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.stillwake.storage.minio..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.minio..", "okhttp3..", "io.stillwake.storage.minio..")
        .check(MODULE);
  }
}
