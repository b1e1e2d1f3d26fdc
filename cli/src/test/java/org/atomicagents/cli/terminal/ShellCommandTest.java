package org.atomicagents.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellCommandTest {
  @Test
  void quotesArgumentsWithSpacesAndQuotes() {
    assertThat(ShellCommand.of("./atomic", "run", "a b.yaml", "it's", "", "a=b,c"))
        .isEqualTo("./atomic run 'a b.yaml' 'it'\\''s' '' a=b,c");
  }

  @Test
  void breaksALongCommandBetweenItsArguments() {
    assertThat(ShellCommand.wrapped("./atomic batch a.yaml in.jsonl -o out.jsonl", 36))
        .containsExactly("./atomic batch a.yaml in.jsonl \\", "  -o out.jsonl");
  }

  @Test
  void keepsAShortOrQuotedCommand() {
    assertThat(ShellCommand.wrapped("./atomic chat a.yaml", 20))
        .containsExactly("./atomic chat a.yaml");
    assertThat(ShellCommand.wrapped("./atomic chat 'a b.yaml'", 10))
        .containsExactly("./atomic chat 'a b.yaml'");
  }
}
