package org.atomicagents.corpus.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Texts of four kinds, cut at random from the pages and sources of this project.
 *
 * <p>Not thread-safe.
 */
public final class ContentSamples {
  /** The number of kinds. */
  public static final int KINDS = 4;

  private static final String CHINESE =
      "人工智能正在改变软件工程的方式。开发人员需要理解模型的能力和限制，才能设计可靠的系统。"
          + "结构化输出让程序可以直接使用模型的回答，而不需要解析自由文本。今天上海的天气很好，气温二十三度，"
          + "适合去公园散步。我们的订单系统每天处理三百万个请求，其中百分之九十五在一秒内完成。"
          + "请根据下面的合同内容，列出所有付款条件和违约责任，并说明每一条的法律依据。"
          + "海洋占地球表面积的百分之七十一，对气候有重要影响。老师告诉学生，学习语言最好的方法是每天坚持阅读。";

  private final Path root;
  private final Random random;
  private final String prose;
  private final String code;
  private final List<String> json;

  /**
   * Creates a generator.
   *
   * @param root the folder of the project
   */
  public ContentSamples(Path root, long seed) {
    this.root = root;
    random = new Random(seed);
    prose = concatenated("docs", ".md", ContentSamples::paragraphs);
    code = concatenated("providers/src/main/java", ".java", text -> text);
    json = jsonLines();
  }

  /** Returns a text of a kind, from 0: prose, JSON, source code, Chinese. */
  public String text(int kind) {
    int length = 300 + random.nextInt(3_000);
    return switch (kind) {
      case 0 -> cut(prose, length);
      case 1 -> json(length);
      case 2 -> cut(code, length);
      default -> chinese(length / 3);
    };
  }

  private String json(int length) {
    var text = new StringBuilder("[");
    while (text.length() < length) {
      text.append(text.length() > 1 ? "," : "").append(json.get(random.nextInt(json.size())));
    }
    return text.append("]").toString();
  }

  private String chinese(int length) {
    String[] sentences = CHINESE.split("(?<=。)");
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(sentences[random.nextInt(sentences.length)]);
    }
    return text.toString();
  }

  private String cut(String text, int length) {
    int start = text.indexOf('\n', random.nextInt(text.length() - length - 500)) + 1;
    int end = text.indexOf('\n', start + length);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private List<String> jsonLines() {
    String catalog =
        read(root.resolve("core/src/main/resources/org/atomicagents/model/models.json"));
    var lines = new ArrayList<String>();
    catalog
        .lines()
        .filter(line -> line.startsWith("    \""))
        .map(line -> line.substring(line.indexOf('{'), line.lastIndexOf('}') + 1))
        .forEach(lines::add);
    return lines;
  }

  private static String paragraphs(String page) {
    var text = new StringBuilder();
    boolean isCode = false;
    for (String line : page.split("\n")) {
      isCode ^= line.startsWith("```");
      boolean isProse = !line.contains("`") && !line.startsWith("|") && !line.contains("](");
      if (!isCode && isProse) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private String concatenated(String folder, String suffix, UnaryOperator<String> filter) {
    try (Stream<Path> files = Files.walk(root.resolve(folder))) {
      var text = new StringBuilder();
      files
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .forEach(file -> text.append(filter.apply(read(file))).append("\n\n"));
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
