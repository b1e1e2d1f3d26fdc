package org.atomicagents;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  /** The packages, lowest layer first. */
  private static final List<String> LAYERS =
      List.of(
          "org.atomicagents.internal",
          "org.atomicagents.internal.json",
          "org.atomicagents.model",
          "org.atomicagents.schema",
          "org.atomicagents.tokens",
          "org.atomicagents.chat",
          "org.atomicagents");

  private static final Pattern NAME_WITHOUT_A_ROLE =
      Pattern.compile(
          "(Abstract|Base|Default)([A-Z].*)?"
              + "|.*(Base|Abstract|Default|Impl|Utils|Manager|Helper|Handler)");

  private static final Set<String> FUTURES =
      Set.of(CompletableFuture.class.getName(), CompletionStage.class.getName());

  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(COMPILED);

  @Test
  void scansEveryCompiledClass() throws IOException {
    assertThat(CLASSES.stream().map(JavaClass::getName)).hasSameElementsAs(compiledClasses());
  }

  @Test
  void everyClassLivesInALayer() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct()).isSubsetOf(LAYERS);
  }

  @Test
  void importsRunOnlyToLowerLayers() {
    var upward =
        CLASSES.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(ArchitectureTest::isUpward)
            .map(Dependency::getDescription);

    assertThat(upward).isEmpty();
  }

  @Test
  void printsNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void hasNoFuturesInItsApi() {
    var futures =
        api()
            .filter(member -> signature(member).anyMatch(ArchitectureTest::involvesAFuture))
            .map(JavaMember::getFullName);

    assertThat(futures).isEmpty();
  }

  @Test
  void synchronizesNoMethod() {
    var monitors =
        CLASSES.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getModifiers().contains(SYNCHRONIZED))
            .map(JavaMember::getFullName);

    assertThat(monitors).isEmpty();
  }

  @Test
  void publicNamesAreNouns() {
    var names =
        CLASSES.stream()
            .filter(type -> type.getModifiers().contains(PUBLIC))
            .map(JavaClass::getSimpleName)
            .filter(NAME_WITHOUT_A_ROLE.asMatchPredicate());

    assertThat(names).isEmpty();
  }

  private static Set<String> compiledClasses() throws IOException {
    try (var files = Files.walk(COMPILED)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .map(file -> COMPILED.relativize(file).toString())
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .map(file -> file.replace('/', '.').replace('\\', '.'))
          .collect(Collectors.toSet());
    }
  }

  private static boolean isUpward(Dependency dependency) {
    var origin = LAYERS.indexOf(dependency.getOriginClass().getPackageName());
    var target =
        LAYERS.indexOf(dependency.getTargetClass().getBaseComponentType().getPackageName());
    return target > origin;
  }

  private static Stream<? extends JavaMember> api() {
    return CLASSES.stream()
        .filter(type -> type.getModifiers().contains(PUBLIC))
        .flatMap(type -> type.getMembers().stream())
        .filter(member -> member.getModifiers().contains(PUBLIC));
  }

  private static Stream<JavaType> signature(JavaMember member) {
    return switch (member) {
      case JavaCodeUnit unit ->
          Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
      case JavaField field -> Stream.of(field.getType());
      default -> throw new IllegalArgumentException("unknown kind of member: " + member);
    };
  }

  private static boolean involvesAFuture(JavaType type) {
    return type.getAllInvolvedRawTypes().stream()
        .map(JavaClass::getName)
        .anyMatch(FUTURES::contains);
  }
}
