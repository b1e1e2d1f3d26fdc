package org.atomicagents.benchmarks.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExtractionTasksTest {

  @Test
  void hasTenTasksOfEachOfTenTypes() throws IOException {
    List<ExtractionTask> tasks = ExtractionTasks.all();

    assertThat(tasks).extracting(ExtractionTask::id).doesNotHaveDuplicates().hasSize(100);
    assertThat(
            tasks.stream()
                .collect(Collectors.groupingBy(ExtractionTask::type, Collectors.counting())))
        .hasSize(10)
        .allSatisfy((type, count) -> assertThat(count).isEqualTo(10));
  }

  @Test
  void selectsTheFirstTasksOfEachTypeInTurns() throws IOException {
    List<ExtractionTask> tasks = ExtractionTasks.firstOfEachType(2);

    assertThat(tasks).extracting(ExtractionTask::id).doesNotHaveDuplicates().hasSize(20);
    assertThat(tasks.subList(0, 10))
        .extracting(ExtractionTask::type)
        .containsExactlyElementsOf(
            tasks.subList(10, 20).stream().map(ExtractionTask::type).toList());
  }

  @Test
  void hasFurtherTasksWithOtherTexts() throws IOException {
    List<ExtractionTask> heldOut = ExtractionTasks.read("held-out.jsonl");

    assertThat(heldOut).extracting(ExtractionTask::id).doesNotHaveDuplicates().hasSize(50);
    assertThat(heldOut)
        .extracting(ExtractionTask::input)
        .doesNotContainAnyElementsOf(
            ExtractionTasks.all().stream().map(ExtractionTask::input).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks.jsonl", "held-out.jsonl"})
  void hasOnlyExpectedValuesThatAreValid(String file) throws IOException {
    for (ExtractionTask task : ExtractionTasks.read(file)) {
      Schema<?> schema = Schema.of(ExtractionTasks.typeOf(task).type());
      assertThat(task.expected())
          .as(task.id())
          .isNotEmpty()
          .allSatisfy(value ->
              assertThat(schema.read(value.toString(), Strictness.STRICT).violations()).isEmpty());
    }
  }

  @Test
  void acceptsOtherSpellingsOfTheSameValue() {
    ExtractionTask task = task("{'Milk':1,'items':['the bread','Eggs.'],'note':null}");

    assertThat(matches(task, "{'items':['\\\"eggs\\\"','Bread'],'milk':1.0}")).isTrue();
  }

  @Test
  void rejectsOtherValues() {
    ExtractionTask task = task("{'items':['bread'],'note':null}");

    assertThat(matches(task, "{'items':['bread','bread']}")).isFalse();
    assertThat(matches(task, "{'items':['bread'],'note':''}")).isFalse();
    assertThat(matches(task, "{'items':'bread'}")).isFalse();
  }

  @Test
  void acceptsEachOfSeveralExpectedValues() {
    ExtractionTask task =
        new ExtractionTask("x", "X", "", List.of(json("{'a':1}"), json("{'a':2}")));

    assertThat(matches(task, "{'a':2}")).isTrue();
    assertThat(matches(task, "{'a':3}")).isFalse();
  }

  private static ExtractionTask task(String expected) {
    return new ExtractionTask("x", "X", "", List.of(json(expected)));
  }

  private static boolean matches(ExtractionTask task, String value) {
    return ExpectedValue.matches(task, json(value));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
