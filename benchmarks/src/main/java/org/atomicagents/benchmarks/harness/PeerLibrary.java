package org.atomicagents.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.measure.JvmProcess;

/**
 * A library whose contenders do not have our class path: openai-java and Spring AI's OpenAI module
 * with the versions of the dependencies that they declare, and the Python framework.
 *
 * <p>{@code benchmarks/peers/prepare} writes a file for each of them below {@code
 * benchmarks/target/peers}: a class path, or the command and the versions of Python; or a file with
 * the reason why there is none.
 */
public enum PeerLibrary {
  OPENAI_JAVA("openai-java", "openai-java"),
  SPRING_AI_OPENAI("spring-ai", "spring-ai-openai"),
  PYTHON("atomic-agents-python", "python");

  private static final Map<String, PeerLibrary> BY_CONTENDER =
      Map.of(
          Contenders.HTTP_OPENAI_JAVA, OPENAI_JAVA,
          Contenders.STREAM_OPENAI_JAVA, OPENAI_JAVA,
          Contenders.HTTP_SPRING_AI, SPRING_AI_OPENAI,
          Contenders.STREAM_SPRING_AI, SPRING_AI_OPENAI,
          Contenders.HTTP_PYTHON, PYTHON,
          Contenders.STREAM_PYTHON, PYTHON);

  private final String peerName;
  private final String fileName;

  PeerLibrary(String peerName, String fileName) {
    this.peerName = peerName;
    this.fileName = fileName;
  }

  /** Returns the library of a contender; empty if our class path contains it. */
  static Optional<PeerLibrary> of(String contender) {
    return Optional.ofNullable(BY_CONTENDER.get(contender));
  }

  String peerName() {
    return peerName;
  }

  /** Returns the reason why this library's contenders cannot be started; empty if they can be. */
  Optional<String> absence() {
    Path reason = file(".absent");
    if (Files.exists(reason)) {
      return Optional.of(lines(reason).getFirst());
    }
    return Files.exists(file("")) ? Optional.empty() : Optional.of("not prepared");
  }

  /** Returns the library's name and version. */
  Peer peer() {
    if (this == PYTHON) {
      return new Peer(peerName, lines(file("")).get(1));
    }
    String jarName = fileName + "-";
    return classPath().stream()
        .map(jar -> Path.of(jar).getFileName().toString())
        .filter(name -> name.startsWith(jarName))
        .map(name -> name.substring(jarName.length(), name.length() - ".jar".length()))
        .filter(version -> Character.isDigit(version.charAt(0)))
        .findFirst()
        .map(version -> new Peer(peerName, version))
        .orElseThrow(() -> new IllegalStateException(file("") + ": found no " + jarName + "*.jar"));
  }

  /** Starts a process of a Java class, or the Python script in the role of that class. */
  Process start(Class<?> main, List<String> flags, List<String> arguments) throws IOException {
    if (this == PYTHON) {
      var command = new ArrayList<>(List.of(lines(file("")).getFirst(), script().toString()));
      command.add(main.getSimpleName());
      command.addAll(arguments);
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
    var command = new ArrayList<>(flags);
    command.add(main.getName());
    command.addAll(arguments);
    var classPath = new ArrayList<>(List.of(ownCode()));
    classPath.addAll(classPath());
    return JvmProcess.start(String.join(File.pathSeparator, classPath), command);
  }

  private List<String> classPath() {
    return List.of(lines(file("")).getFirst().split(File.pathSeparator, -1));
  }

  private Path file(String suffix) {
    return root().resolve("target").resolve("peers").resolve(fileName + suffix);
  }

  private static Path script() {
    return root().resolve("peers").resolve("python").resolve("contender.py");
  }

  private static Path root() {
    return Path.of(System.getProperty("benchmarks.root", "..")).resolve("benchmarks");
  }

  private static String ownCode() {
    URI code =
        URI.create(
            PeerLibrary.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return Path.of(code).toString();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
