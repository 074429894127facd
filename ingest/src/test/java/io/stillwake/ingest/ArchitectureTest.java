package io.stillwake.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.stillwake.ingest");

  @Test
  void doesNotKnowWhoDoesTheWork() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.stillwake.inference..",
            "io.stillwake.jobs..",
            "io.stillwake.proto.triton..",
            "org.apache.flink..")
        .check(CLASSES);
  }

  @Test
  void knowsTheStoreByItsPortOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(IngestMain.class.getName())
        .and()
        .resideOutsideOfPackage("..setup.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.stillwake.storage.minio..", "io.minio..")
        .check(CLASSES);
  }

  @Test
  void keepsTheViewFreeOfKafkaAndHttp() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Feed")
        .and()
        .haveSimpleNameNotEndingWith("Records")
        .and()
        .resideInAPackage("..status..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "com.linecorp..")
        .check(CLASSES);
  }

  @Test
  void importsOneWayOnly() {
    slices().matching("io.stillwake.ingest.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
