package org.atomicagents.cache;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static java.util.Collections.disjoint;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelClient;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

/** The package rules of the module, checked on the compiled classes. */
class PerformanceArchitectureTest {
  private static final String ROOT = "org.atomicagents";
  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(COMPILED);

  /** The exported types that may use implementations; the packages behind them use their types. */
  private static final Set<String> FACADES =
      Set.of(
          "batch.Batch",
          "batch.BatchJournal",
          "batch.BatchRun",
          "batch.JsonLinesReader",
          "batch.JsonLinesWriter",
          "batch.ProviderBatch",
          "batch.SubmittedBatch",
          "cache.CacheKeyStrategy",
          "cache.CachedAgent",
          "cache.FileCacheStore",
          "cache.FolderCacheStore",
          "cache.JdbcCacheStore",
          "cache.ResponseCache",
          "cache.ResponseCacheBuilder",
          "limit.BlockPermitStore",
          "limit.PermitStore",
          "limit.RateLimit",
          "limit.RateLimitBuilder",
          "resilience.Bulkhead",
          "resilience.CircuitBreaker",
          "resilience.FirstTokenLimit",
          "resilience.GracefulShutdown",
          "resilience.HedgePolicy",
          "resilience.ModelFallback",
          "routing.AgentStages",
          "routing.CascadeAgent",
          "routing.FallbackAgent",
          "routing.OutputRules",
          "telemetry.FlightRecorderObserver",
          "telemetry.MicrometerObserver",
          "telemetry.ObservedAgent",
          "telemetry.OpenTelemetryObserver",
          "usage.FileUsageStore",
          "usage.UsageLimiter",
          "usage.UsageLimiterBuilder",
          "usage.UsageStore");

  private static final Pattern MEANINGLESS_NAME =
      Pattern.compile(
          "(Abstract|Base|Default)([A-Z].*)?"
              + "|.*(Base|Abstract|Default|Impl|Utils|Manager|Helper|Handler)");

  /** Types whose methods wait for a provider, a disk, another process or a clock. */
  private static final Set<String> SLOW_TYPES =
      Set.of(
          Agent.class.getName(),
          PreparedRun.class.getName(),
          AgentStream.class.getName(),
          Interceptor.Chain.class.getName(),
          ModelClient.class.getName(),
          CacheStore.class.getName(),
          Files.class.getName());

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
  void packagesHaveNoCycleWithoutTheFacades() {
    Map<String, Set<String>> imports = new TreeMap<>();
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
            .filter(dependency -> !isFacade(dependency.getOriginClass()))
            .map(Dependency::getDescription);

    assertThat(found).isEmpty();
  }

  @Test
  void implementationsUseNoFacadeOfAnotherPart() {
    var found =
        dependencies()
            .filter(dependency -> isInternal(dependency.getOriginClass()))
            .filter(dependency -> isFacade(target(dependency)))
            .filter(dependency ->
                !packageOf(dependency.getOriginClass())
                    .equals("internal." + packageOf(target(dependency))))
            .map(Dependency::getDescription);

    assertThat(found).isEmpty();
  }

  @Test
  void exportedSignaturesNameNoInternalTypeAndNoFuture() {
    var found =
        api()
            .filter(member -> signature(member).anyMatch(PerformanceArchitectureTest::isHidden))
            .map(JavaMember::getFullName);

    assertThat(found).isEmpty();
  }

  @Test
  void holdsNoLockDuringACallOrInputAndOutput() {
    var found =
        CLASSES.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .flatMap(PerformanceArchitectureTest::callsUnderLock)
            .filter(call -> isSlow(call.getTargetOwner(), call.getName()))
            .map(JavaAccess::getDescription);

    assertThat(found).isEmpty();
  }

  @Test
  void synchronizesNoMethod() {
    noMethods().should().haveModifier(SYNCHRONIZED).check(CLASSES);
  }

  @Test
  void printsNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
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

  /** Returns the calls of a method in the lines from its first locking to its last unlocking. */
  private static Stream<JavaMethodCall> callsUnderLock(JavaCodeUnit unit) {
    IntSummaryStatistics locked =
        unit.getMethodCallsFromSelf().stream()
            .filter(call -> call.getTargetOwner().isAssignableTo(Lock.class))
            .mapToInt(JavaMethodCall::getLineNumber)
            .summaryStatistics();
    return unit.getMethodCallsFromSelf().stream()
        .filter(call -> !call.getTargetOwner().isAssignableTo(Lock.class))
        .filter(call ->
            call.getLineNumber() > locked.getMin() && call.getLineNumber() < locked.getMax());
  }

  private static boolean isSlow(JavaClass type, String method) {
    return SLOW_TYPES.contains(type.getName())
        || type.getPackageName().startsWith("java.nio.channels")
        || type.getPackageName().startsWith("java.sql")
        || (type.isAssignableTo(TimeSource.class) && method.equals("sleep"));
  }

  /** Returns the dependencies between two packages of this module. */
  private static Stream<Dependency> dependencies() {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> CLASSES.contain(target(dependency).getName()))
        .filter(dependency ->
            !packageOf(target(dependency)).equals(packageOf(dependency.getOriginClass())));
  }

  private static JavaClass target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

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

  private static boolean isHidden(JavaType type) {
    return type.getAllInvolvedRawTypes().stream()
        .map(JavaClass::getBaseComponentType)
        .anyMatch(raw ->
            raw.isAssignableTo(Future.class)
                || raw.getPackageName().startsWith(ROOT + ".internal"));
  }
}
