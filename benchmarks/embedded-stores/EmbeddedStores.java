import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Compares embedded stores: cost of a durable commit, kill -9, damage, a second process. */
public final class EmbeddedStores {
  private static final int VALUE_BYTES = 1_000;

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "writer" -> write(args[1], Path.of(args[2]), Integer.parseInt(args[3]));
      case "reader" -> damageTrials(args[1], Path.of(args[2]), args);
      case "opener" -> openOnce(args[1], Path.of(args[2]));
      case "all" -> {
        List<String> names = args.length > 2 ? List.of(args[2].split(",")) : Candidates.NAMES;
        for (String name : names) {
          report(name, Path.of(args[1]).resolve(name));
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private static void report(String name, Path folder) throws Exception {
    var line = new ArrayList<String>();
    line.add(name);
    line.add(cost(name, folder.resolve("cost")));
    line.add(kills(name, folder.resolve("kill"), 20));
    for (String state : List.of("closed", "killed")) {
      for (String kind : List.of("cut", "flip")) {
        line.add(
            state + " " + kind + ": " + damage(name, folder.resolve(state + kind), state, kind));
      }
    }
    line.add(second(name, folder.resolve("second")));
    line.add(interrupted(name, folder.resolve("interrupt")));
    System.out.println(String.join("\n    ", line));
  }

  static byte[] value(int i) {
    var bytes = new byte[VALUE_BYTES];
    new Random(i).nextBytes(bytes);
    return bytes;
  }

  static String key(int i) {
    return "tenant/conversation/%08d".formatted(i);
  }

  private static String cost(String name, Path folder) throws Exception {
    int count = 3_000;
    var nanos = new long[count];
    try (var store = Candidates.open(name, folder)) {
      for (int i = 0; i < count; i++) {
        byte[] value = value(i);
        long start = System.nanoTime();
        store.put(key(i), value);
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return "commit p50 %.2f ms, p99 %.2f ms, %.1f KB of disk per 1 KB record"
        .formatted(
            nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6, size(folder) / 1024.0 / count);
  }

  private static String kills(String name, Path folder, int rounds) throws Exception {
    var random = new Random(1);
    int lost = 0;
    int wrong = 0;
    int next = 0;
    String error = "";
    for (int round = 0; round < rounds; round++) {
      Process child = start("writer", name, folder.toString(), "" + next);
      int acknowledged = next - 1;
      var lines = child.inputReader();
      long end = 0;
      String text;
      while ((text = lines.readLine()) != null) {
        acknowledged = Integer.parseInt(text);
        if (end == 0) {
          end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(20, 300));
        }
        if (System.nanoTime() > end) {
          child.toHandle().destroyForcibly();
        }
      }
      child.waitFor();
      try (var store = Candidates.open(name, folder)) {
        Map<String, byte[]> found = store.scan();
        for (int i = 0; i <= acknowledged; i++) {
          lost += found.containsKey(key(i)) ? 0 : 1;
        }
        for (int i = 0; i <= acknowledged + 1; i++) {
          byte[] value = found.get(key(i));
          wrong += value != null && !Arrays.equals(value, value(i)) ? 1 : 0;
        }
        next = Math.max(found.size(), acknowledged + 1);
      } catch (Throwable e) {
        error = ", cannot be opened: " + e;
        break;
      }
    }
    return "kill -9, "
        + rounds
        + " rounds, "
        + next
        + " records: lost "
        + lost
        + ", half "
        + wrong
        + error;
  }

  private static void write(String name, Path folder, int from) throws Exception {
    try (var store = Candidates.open(name, folder)) {
      for (int i = from; i < from + 100_000; i++) {
        store.put(key(i), value(i));
        System.out.println(i);
      }
    }
  }

  /** Damages copies of a store with 300 records; prints how reading them ends. */
  private static String damage(String name, Path folder, String state, String kind)
      throws Exception {
    Path original = folder.resolve("original");
    if (state.equals("closed")) {
      try (var store = Candidates.open(name, original)) {
        for (int i = 0; i < 300; i++) {
          store.put(key(i), value(i));
        }
      }
    } else {
      Process child = start("writer", name, original.toString(), "0");
      var lines = child.inputReader();
      String text;
      while ((text = lines.readLine()) != null) {
        if (Integer.parseInt(text) >= 299) {
          child.toHandle().destroyForcibly();
        }
      }
      child.waitFor();
    }
    int records;
    Path probe = folder.resolve("probe");
    copy(original, probe);
    try (var store = Candidates.open(name, probe)) {
      records = store.scan().size();
    }
    var counts = new TreeMap<String, Integer>();
    int trials = 150;
    int done = 0;
    while (done < trials) {
      Process child =
          start("reader", name, folder.toString(), kind, "" + done, "" + trials, "" + records);
      var lines = child.inputReader();
      String text;
      boolean finished = false;
      while ((text = lines.readLine()) != null) {
        if (text.startsWith("@")) {
          counts.merge(text.substring(1), 1, Integer::sum);
          done++;
        }
        finished |= text.equals("done");
      }
      child.waitFor();
      if (!finished && done < trials) {
        counts.merge("JVM died", 1, Integer::sum);
        done++;
      }
    }
    return counts.toString();
  }

  private static void damageTrials(String name, Path folder, String[] args) throws Exception {
    int records = Integer.parseInt(args[6]);
    for (int trial = Integer.parseInt(args[4]); trial < Integer.parseInt(args[5]); trial++) {
      Path copy = folder.resolve("trial");
      copy(folder.resolve("original"), copy);
      damageOne(copy, args[3], new Random(trial));
      System.out.println("@" + outcome(name, copy, records));
      System.out.flush();
    }
    System.out.println("done");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String outcome(String name, Path folder, int records) {
    try (var store = Candidates.open(name, folder)) {
      Map<String, byte[]> found = store.scan();
      int missing = 0;
      int wrong = 0;
      for (int i = 0; i < records; i++) {
        byte[] value = found.get(key(i));
        missing += value == null ? 1 : 0;
        wrong += value != null && !Arrays.equals(value, value(i)) ? 1 : 0;
      }
      return missing > 0 ? "SILENTLY MISSING" : wrong > 0 ? "SILENTLY WRONG" : "intact";
    } catch (Throwable e) {
      return "error";
    }
  }

  private static void damageOne(Path folder, String kind, Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(Files::isRegularFile).filter(f -> f.toFile().length() > 0).sorted().toList();
    }
    long total = files.stream().mapToLong(f -> f.toFile().length()).sum();
    long position = random.nextLong(total);
    for (Path file : files) {
      long length = file.toFile().length();
      if (position < length) {
        try (var access = new java.io.RandomAccessFile(file.toFile(), "rw")) {
          if (kind.equals("cut")) {
            access.setLength(position);
          } else {
            access.seek(position);
            int old = access.read();
            access.seek(position);
            access.write(old ^ (1 << random.nextInt(8)));
          }
        }
        return;
      }
      position -= length;
    }
  }

  private static String second(String name, Path folder) throws Exception {
    try (var store = Candidates.open(name, folder)) {
      store.put(key(0), value(0));
      Process child = start("opener", name, folder.toString());
      String text = new String(child.getInputStream().readAllBytes()).strip();
      child.waitFor();
      return "second process: " + text.lines().findFirst().orElse("?");
    }
  }

  private static void openOnce(String name, Path folder) {
    try (var store = Candidates.open(name, folder)) {
      store.put(key(1), value(1));
      System.out.println("opens and writes");
    } catch (Throwable e) {
      System.out.println(e.toString().replace('\n', ' '));
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String interrupted(String name, Path folder) throws Exception {
    try {
      var store = Candidates.open(name, folder);
      store.put(key(0), value(0));
      Thread.currentThread().interrupt();
      String first = "returns";
      try {
        store.put(key(1), value(1));
      } catch (Throwable e) {
        first = "throws " + e.getClass().getSimpleName();
      }
      boolean kept = Thread.interrupted();
      String second = "works";
      try {
        store.put(key(2), value(2));
      } catch (Throwable e) {
        second = "throws " + e.getClass().getSimpleName();
      }
      try {
        store.close();
      } catch (Throwable e) {
        second += ", close throws";
      }
      return "put of an interrupted thread: "
          + first
          + " (flag "
          + (kept ? "kept" : "cleared")
          + "), the next put "
          + second;
    } finally {
      Thread.interrupted();
    }
  }

  private static Process start(String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> a.startsWith("--"))
            .toList());
    command.add("EmbeddedStores");
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      try (Stream<Path> walk = Files.walk(to)) {
        for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : walk.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }
}
