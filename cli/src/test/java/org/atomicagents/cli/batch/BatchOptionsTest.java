package org.atomicagents.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BatchOptionsTest {

  @ParameterizedTest
  @CsvSource({
    // Concurrency, requests per minute, timeout, lines in progress.
    "5,0,PT1M,5",
    "5,600,PT1M,5",
    "5,3,PT1M,1",
    "5,6,PT1M,3",
    "50,60,PT30S,15",
    "5,1,PT1S,1",
    "5,3,,5"
  })
  void linesDoNotWaitLongerThanTheirTimeout(
      int concurrency, int requestsPerMinute, String timeout, int lines) {
    var options = new BatchOptions();
    CommandLine.populateCommand(
        options, "--concurrency=" + concurrency, "--rpm=" + requestsPerMinute);

    assertThat(options.concurrency(timeout == null ? null : Duration.parse(timeout)))
        .isEqualTo(lines);
  }
}
