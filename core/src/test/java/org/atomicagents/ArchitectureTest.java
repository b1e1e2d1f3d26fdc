package org.atomicagents;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static java.util.Collections.disjoint;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package rules of core, checked on the compiled classes. */
class ArchitectureTest {
  private static final String ROOT = "org.atomicagents";

  /** The exported types that may use implementations; the packages behind them use their types. */
  private static final Set<String> FACADES =
      Set.of(
          "AgentStream",
          "AtomicAgent",
          "AtomicAgentBuilder",
          "DecisionAgent",
          "DecisionRun",
          "PlannedRun",
          "RunPlanner",
          "chat.ChatHistoryBuilder",
          "chat.ConversationTypes",
          "chat.HistoryDump",
          "chat.InMemoryConversationStore",
          "chat.TurnCodec",
          "family.ModelFamilies",
          "model.ModelCatalog",
          "schema.IncrementalDecoder",
          "schema.Schema",
          "schema.Snapshot",
          "tool.Suspended",
          "tool.Tool",
          "tool.ToolLoop",
          "tool.ToolLoopBuilder");

  /** Internal packages without domain types, open to all packages of the module. */
  private static final Set<String> UTILITIES =
      Set.of("internal", "internal.json", "internal.media");

  private static final Pattern MEANINGLESS_NAME =
      Pattern.compile(
          "(Abstract|Base|Default)([A-Z].*)?"
              + "|.*(Base|Abstract|Default|Impl|Utils|Manager|Helper|Handler)");

  private static final Set<String> FUTURES =
      Set.of(CompletableFuture.class.getName(), CompletionStage.class.getName());

  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(COMPILED);

  @Test
  void scansEveryCompiledClass() throws IOException {
    assertThat(CLASSES.stream().map(JavaClass::getName))
        .isNotEmpty()
        .hasSameElementsAs(compiledClasses());
  }

  @Test
  void packagesHaveNoCycleWithoutTheFacades() {
    var imports = new TreeMap<String, Set<String>>();
    dependencies()
        .filter(dependency -> !isFacade(dependency.getOriginClass()))
        .forEach(dependency ->
            imports
                .computeIfAbsent(packageOf(dependency.getOriginClass()), key -> new TreeSet<>())
                .add(packageOf(target(dependency))));

    // Packages without imports are removed until none is left, or only cycles and their importers.
    boolean isReduced = true;
    while (isReduced) {
      isReduced = imports.values().removeIf(names -> disjoint(names, imports.keySet()));
    }

    assertThat(imports).isEmpty();
  }

  @Test
  void onlyFacadesUseImplementations() {
    var found =
        dependencies()
            .filter(dependency -> !isInternal(dependency.getOriginClass()))
            .filter(dependency -> isInternal(target(dependency)))
            .filter(dependency -> !UTILITIES.contains(packageOf(target(dependency))))
            .filter(dependency -> !isFacade(dependency.getOriginClass()))
            .map(Dependency::getDescription);

    assertThat(found).isEmpty();
  }

  @Test
  void exportedSignaturesNameNoInternalType() {
    var found =
        api()
            .filter(member -> signature(member).anyMatch(ArchitectureTest::involvesAnInternalType))
            .map(JavaMember::getFullName);

    assertThat(found).isEmpty();
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
            .filter(type -> type.getModifiers().contains(PUBLIC) && !isInternal(type))
            .map(JavaClass::getSimpleName)
            .filter(MEANINGLESS_NAME.asMatchPredicate());

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

  private static Stream<Dependency> dependencies() {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> target(dependency).getPackageName().startsWith(ROOT))
        .filter(dependency ->
            !packageOf(target(dependency)).equals(packageOf(dependency.getOriginClass())));
  }

  private static JavaClass target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

  /** Returns the name of the type's package below the root package; empty for the root. */
  private static String packageOf(JavaClass type) {
    return relative(type.getPackageName());
  }

  private static String relative(String name) {
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  private static boolean isInternal(JavaClass type) {
    return packageOf(type).startsWith("internal");
  }

  private static boolean isFacade(JavaClass type) {
    String name = relative(type.getName());
    int nested = name.indexOf('$');
    return FACADES.contains(nested < 0 ? name : name.substring(0, nested));
  }

  private static Stream<? extends JavaMember> api() {
    return CLASSES.stream()
        .filter(type -> type.getModifiers().contains(PUBLIC) && !isInternal(type))
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

  private static boolean involvesAnInternalType(JavaType type) {
    return type.getAllInvolvedRawTypes().stream()
        .map(JavaClass::getBaseComponentType)
        .anyMatch(raw -> raw.getPackageName().startsWith(ROOT) && isInternal(raw));
  }

  private static boolean involvesAFuture(JavaType type) {
    return type.getAllInvolvedRawTypes().stream()
        .map(JavaClass::getName)
        .anyMatch(FUTURES::contains);
  }
}
