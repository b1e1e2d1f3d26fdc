package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ReadmeSnippets {

  @Test
  void firstAgent() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = ChildJvm.run(provider, FirstAgent.class);

      assertThat(lines).noneMatch(String::isBlank).hasSizeGreaterThanOrEqualTo(2);
      assertThat(lines.getLast()).startsWith("Answer[text=");
      assertThat(provider.requests()).hasSize(2);
    }
  }
}
