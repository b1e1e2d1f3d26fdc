package org.atomicagents.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.cli.review.ReviewRemedy.FileChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFileTextTest {
  @TempDir private Path folder;

  @Test
  void namesTheLineOfAKeyToReplace() throws IOException {
    AgentFileText text = read("model: simulated\ntimeout: 1h\nlimits:\n  maxAttempts: 3\n");

    assertThat(text.set("", "timeout", "30s"))
        .isEqualTo(new FileChange(at(2) + ": replace by", "timeout: 30s"));
    assertThat(text.set("limits", "maxAttempts", "2"))
        .isEqualTo(new FileChange(at(4) + ": in limits, replace by", "maxAttempts: 2"));
  }

  @Test
  void namesTheSectionOfAKeyToAdd() throws IOException {
    AgentFileText text = read("model: simulated\nsampling: { temperature: 0.2 }\n");

    assertThat(text.set("sampling", "maxTokens", "500"))
        .isEqualTo(new FileChange(at(2) + ": to sampling, add", "maxTokens: 500"));
    assertThat(text.set("limits", "maxContextTokens", "4000"))
        .isEqualTo(new FileChange(file() + ": add", "limits: { maxContextTokens: 4000 }"));
    assertThat(text.set("", "timeout", "30s"))
        .isEqualTo(new FileChange(file() + ": add", "timeout: 30s"));
  }

  @Test
  void findsTheSecondOccurrenceOfALine() throws IOException {
    AgentFileText list =
        read("model: simulated\nprompt:\n  background: Be brief.\n  steps:\n    - be brief\n");
    AgentFileText block = read("model: simulated\nprompt: |\n  Be brief.\n  Sort.\n  Be brief!\n");

    assertThat(list.findRepeated("- be brief")).contains(at(5));
    assertThat(block.findRepeated("Be brief.")).contains(at(5));
    assertThat(block.findRepeated("Sort.")).isEmpty();
  }

  @Test
  void findsTextsOfSchemaFiles() throws IOException {
    Files.writeString(
        folder.resolve("out.json"),
        "{\"type\":\"object\",\n\"properties\":{\n\"a\":{\"description\":\"The a\"}}}");

    AgentFileText text = read("model: simulated\noutput: out.json\n");

    assertThat(text.find("The a")).contains(folder.resolve("out.json") + ":3");
    assertThat(text.find("The b")).isEmpty();
  }

  @Test
  void namesNoLinesOfAFileThatHasChanged() throws IOException {
    AgentFileText text = read("model: [\n");

    assertThat(text.find("The a")).isEmpty();
    assertThat(text.set("limits", "maxAttempts", "2"))
        .isEqualTo(new FileChange(file() + ": add", "limits: { maxAttempts: 2 }"));
    assertThat(AgentFileText.read(folder.resolve("missing.yaml")).roots()).isEmpty();
  }

  private AgentFileText read(String yaml) throws IOException {
    return AgentFileText.read(Files.writeString(file(), yaml));
  }

  private Path file() {
    return folder.resolve("agent.yaml");
  }

  private String at(int line) {
    return file() + ":" + line;
  }
}
