package org.atomicagents.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.cli.bench.html.HtmlReport;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.message.Usage;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;

class HtmlReportTest {
  private static final String VALID = "{\"chat_message\":\"hello\"}";
  private static final String HOSTILE =
      "</script><script>alert(1)</script>\"'&\u0000\u001b[31m\ud800\ufffe\u202e]]>--><!--";

  private final LoadClock clock = new LoadClock();

  @Test
  void oneRunIsAReport() throws Exception {
    BenchReport report = report("agent", LoadPlan.of(1, 1).withWarmUpRuns(0), fast());

    Document html = parse(HtmlReport.of(report));

    assertThat(texts(html, "h1")).containsExactly("agent");
    assertThat(texts(html, "h2"))
        .containsExactly(
            "Runs and latency", "Phases", "Tokens and cost", "Requests", "Single runs");
    assertThat(texts(html, "td")).contains("400 ms", "100 ms", "2.50");
  }

  @Test
  void manyRunsAreAReportOfTheSameSize() throws Exception {
    int hundred =
        HtmlReport.of(report("a", LoadPlan.of(100, 1, 2, 4).withWarmUpRuns(0), fast())).length();

    String many = HtmlReport.of(report("a", LoadPlan.of(5_000, 1, 2, 4).withWarmUpRuns(0), fast()));

    assertThat(many.length()).isLessThan(hundred * 3 / 2);
    assertThat(texts(parse(many), "h2"))
        .containsExactly(
            "Runs and latency",
            "Against concurrency",
            "Distribution",
            "Phases",
            "Tokens and cost",
            "Requests",
            "Single runs");
  }

  @Test
  void theEmbeddedDataIsTheJsonOfTheReport() throws Exception {
    BenchReport report = report(HOSTILE, LoadPlan.of(30, 1, 3), failing());

    Document html = parse(HtmlReport.of(report));

    Element data = element(html, "script", "id", HtmlReport.DATA_ID);
    JsonNode embedded = JsonReader.value(data.getTextContent());
    assertThat(embedded).isEqualTo(JsonReader.value(BenchJson.of(report).toString()));
    assertThat(embedded.path("levels").path(0).path("latencyMs").path("count").asLong())
        .isEqualTo(report.load().levels().getFirst().succeeded());
  }

  @Test
  void theTableHasTheFiguresOfTheData() throws Exception {
    BenchReport report = report("agent", LoadPlan.of(200, 1, 2).withWarmUpRuns(0), fast());

    Document html = parse(HtmlReport.of(report));

    List<String> cells = texts(html, "td").subList(0, 22);
    var expected = new ArrayList<String>();
    for (LoadLevel level : report.load().levels()) {
      expected.add("200");
      expected.add("0");
      expected.add(FigureText.rate(level.runsPerSecond()));
      expected.add(FigureText.duration(level.latency().mean()));
      for (double percent : new double[] {50, 90, 95, 99, 100}) {
        expected.add(FigureText.duration(level.latency().at(percent)));
      }
      expected.add(FigureText.duration(level.firstToken().p50()));
      expected.add(FigureText.duration(level.firstToken().p95()));
    }
    assertThat(cells).isEqualTo(expected);
  }

  @Test
  void everyPhaseHasANameOfItsOwn() throws Exception {
    BenchReport whole = report("a", LoadPlan.of(1, 1).withWarmUpRuns(0), fast());
    var phases = new EnumMap<Phase, Double>(Phase.class);
    for (Phase phase : Phase.values()) {
      phases.put(phase, 1e6);
    }
    LoadLevel level = whole.load().levels().getFirst();
    var all = new PhaseFigures(1, phases, 1e6);

    Document html = parse(HtmlReport.of(with(whole, withPhases(level, all))));

    List<String> names = texts(html, "span");
    assertThat(names.subList(0, Phase.values().length + 1))
        .doesNotHaveDuplicates()
        .contains("other");
  }

  @Test
  void hostileTextIsNoMarkup() throws Exception {
    String html = HtmlReport.of(report(HOSTILE, LoadPlan.of(30, 1, 3), failing()));

    Document parsed = parse(html);
    assertThat(parsed.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(html).doesNotContain("alert(1)<", "\u0000", "\u001b", "\u202e", "\ufffe");
    assertThat(texts(parsed, "h1").getFirst())
        .startsWith("</script><script>alert(1)</script>\"'&\\u0000\\u001b[31m\\ud800")
        .endsWith("]]>--><!--");
    assertThat(texts(parsed, "h2")).contains("Failures");
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    Document html = parse(HtmlReport.of(report("a", LoadPlan.of(30, 1, 3), failing())));

    NodeList all = html.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      var element = (Element) all.item(i);
      assertThat(element.getAttribute("src")).isEmpty();
      assertThat(element.getAttribute("href")).isIn("", "data:,");
    }
    assertThat(texts(html, "style").getFirst()).doesNotContain("url(", "@import");
    assertThat(element(html, "meta", "http-equiv", "Content-Security-Policy"))
        .extracting(policy -> policy.getAttribute("content"))
        .isEqualTo("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  }

  @Test
  void everyChartHasATextAlternative() throws Exception {
    Document html = parse(HtmlReport.of(report("a", LoadPlan.of(120, 1, 3), failing())));

    NodeList charts = html.getElementsByTagName("svg");
    int described = 0;
    for (int i = 0; i < charts.getLength(); i++) {
      var chart = (Element) charts.item(i);
      if (chart.getAttribute("aria-hidden").isEmpty()) {
        described++;
        assertThat(chart.getAttribute("role")).isEqualTo("img");
        for (String id : List.of(chart.getAttribute("aria-labelledby").split(" ", -1))) {
          assertThat(element(html, "title".equals(suffix(id)) ? "title" : "desc", "id", id))
              .extracting(Element::getTextContent)
              .asString()
              .isNotBlank();
        }
      }
    }
    assertThat(described).isEqualTo(7);
  }

  @Test
  void aPartialReportHasItsReason() throws Exception {
    BenchReport whole = report("a", LoadPlan.of(10, 1).withWarmUpRuns(0), fast());
    LoadReport load = whole.load();
    var partial =
        new BenchReport(
            whole.subject(),
            new LoadReport(
                LoadPlan.of(10, 1, 5),
                load.started(),
                load.elapsed(),
                load.levels(),
                load.warmUp(),
                Optional.of(LoadStop.INTERRUPTED)));

    assertThat(element(parse(HtmlReport.of(partial)), "p", "role", "status").getTextContent())
        .isEqualTo("Partial report: interrupted by a signal, such as Ctrl-C after 10 of 20 runs.");
    assertThat(BenchJson.of(partial).path("stop").asString()).isEqualTo("interrupted");
    assertThat(BenchJson.of(partial).path("complete").asBoolean()).isFalse();
  }

  @Test
  void aReportWithoutAMeasuredRunIsWellFormed() throws Exception {
    BenchReport whole = report("a", LoadPlan.of(1, 1).withWarmUpRuns(0), fast());
    var empty =
        new BenchReport(
            whole.subject(),
            new LoadReport(
                whole.load().plan(),
                whole.load().started(),
                whole.load().elapsed(),
                List.of(),
                LevelSpend.NONE,
                Optional.of(LoadStop.INTERRUPTED)));

    assertThat(texts(parse(HtmlReport.of(empty)), "p")).contains("No run was measured.");
  }

  private ScriptedModel fast() {
    return ScriptedModel.by(
        request -> TimedResponses.of(clock, VALID, 100, 300, Usage.of(100, 20)));
  }

  private ScriptedModel failing() {
    var number = new AtomicInteger();
    return ScriptedModel.by(request ->
        number.incrementAndGet() % 4 == 0
            ? ScriptedResponse.refusal(HOSTILE)
            : TimedResponses.of(clock, VALID, 100, 300, Usage.of(100, 20)));
  }

  private BenchReport report(String name, LoadPlan plan, ScriptedModel model) {
    var agent = AtomicAgent.builder(model.model()).name("agent").timeSource(clock).build();
    LoadReport load =
        LoadRun.of(agent, List.of(new BasicChatInput("hi")), plan).withTimeSource(clock).measure();
    var subject =
        new BenchSubject(
            name, name, Optional.of(name), name, 1, "", "Linux amd64, 2 processors", "1.0");
    return new BenchReport(subject, load);
  }

  private static LoadLevel withPhases(LoadLevel level, PhaseFigures phases) {
    return new LoadLevel(
        level.concurrency(),
        level.plannedRuns(),
        level.cancelledRuns(),
        level.elapsed(),
        level.latency(),
        level.firstToken(),
        phases,
        phases,
        level.tokensPerSecond(),
        level.spend(),
        level.work(),
        level.failures(),
        level.examples());
  }

  private static BenchReport with(BenchReport report, LoadLevel level) {
    LoadReport load = report.load();
    return new BenchReport(
        report.subject(),
        new LoadReport(
            load.plan(),
            load.started(),
            load.elapsed(),
            List.of(level),
            load.warmUp(),
            load.stop()));
  }

  private static Document parse(String html) throws Exception {
    String xml = html.replaceFirst("<!DOCTYPE html>", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document html, String element) {
    var texts = new ArrayList<String>();
    NodeList found = html.getElementsByTagName(element);
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  private static Element element(Document html, String name, String attribute, String value) {
    NodeList found = html.getElementsByTagName(name);
    for (int i = 0; i < found.getLength(); i++) {
      var element = (Element) found.item(i);
      if (element.getAttribute(attribute).equals(value)) {
        return element;
      }
    }
    throw new AssertionError("No element " + name + " with " + attribute + "=" + value);
  }

  private static String suffix(String id) {
    return id.substring(id.lastIndexOf('-') + 1);
  }
}
