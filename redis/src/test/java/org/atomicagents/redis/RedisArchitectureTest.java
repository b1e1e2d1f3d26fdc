package org.atomicagents.redis;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package rules of the module, checked on the compiled classes. */
class RedisArchitectureTest {
  private static final String INTERNAL = "org.atomicagents.internal..";
  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(COMPILED);

  @Test
  void scansEveryCompiledClass() throws IOException {
    try (var files = Files.walk(COMPILED)) {
      var compiled =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"));

      assertThat(CLASSES).hasSameSizeAs(compiled.toList()).isNotEmpty();
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.atomicagents.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void implementationsUseNoStore() {
    noClasses()
        .that()
        .resideInAPackage(INTERNAL)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.atomicagents.redis")
        .check(CLASSES);
  }

  @Test
  void storesOpenNoConnections() {
    noClasses()
        .that()
        .doNotHaveSimpleName("RedisStores")
        .and()
        .doNotHaveSimpleName("RedisConnector")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("RedisClient")
        .check(CLASSES);
  }

  @Test
  void exportedSignaturesNameNoInternalType() {
    Stream<String> found =
        CLASSES.stream()
            .filter(type -> type.getModifiers().contains(PUBLIC))
            .filter(type -> !isInternal(type))
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(unit -> unit.getModifiers().contains(PUBLIC))
            .filter(RedisArchitectureTest::namesAnInternalType)
            .map(JavaCodeUnit::getFullName);

    assertThat(found).isEmpty();
  }

  @Test
  void printsNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void synchronizesNoMethod() {
    noMethods().should().haveModifier(SYNCHRONIZED).check(CLASSES);
  }

  private static boolean namesAnInternalType(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .anyMatch(raw -> isInternal(raw.getBaseComponentType()));
  }

  private static boolean isInternal(JavaClass type) {
    return type.getPackageName().startsWith("org.atomicagents.internal");
  }
}
