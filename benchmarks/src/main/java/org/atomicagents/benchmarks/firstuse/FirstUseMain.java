package org.atomicagents.benchmarks.firstuse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;

/**
 * Measures the first use of types that this JVM has not loaded yet, after the use of one other
 * type: schema, decoding and validation. Prints the milliseconds of each type in one line.
 */
public final class FirstUseMain {
  private static final List<SampleType<?>> TYPES =
      List.of(
          new SampleType<>(
              Invoice.class,
              """
              {"number":"R-1","seller":{"name":"Kettle Ltd","taxId":{"country":"GB","digits":"123456789"}},\
              "items":[{"text":"Kettle","pieces":2,"price":39.90}],"paid":false}\
              """),
          new SampleType<>(
              Trip.class,
              """
              {"title":"To the sea","legs":[{"from":{"name":"Ulm","position":{"latitude":48.4,"longitude":9.98}},\
              "to":{"name":"Kiel","position":{"latitude":54.32,"longitude":10.14}},"means":"TRAIN","kilometres":801.5}],"remark":"bring a coat"}\
              """),
          new SampleType<>(
              Recipe.class,
              """
              {"dish":"Pancakes","servings":2,"ingredients":[{"name":"flour","amount":200.0,"unit":"GRAM"}],\
              "steps":[{"action":"stir","minutes":5}],"nutrition":{"kilocalories":420,"protein":11.5}}\
              """),
          new SampleType<>(
              Course.class,
              """
              {"code":"CS101","title":"Sorting","teacher":{"full_name":"Grace","email":"grace@example.org"},\
              "units":[{"topic":"Heaps","exercises":[{"task":"Build one","points":5,"graded":true}]}],"languages":["en"]}\
              """),
          new SampleType<>(
              RepairOrder.class,
              """
              {"car":{"plate":"UL-AB 12","model":"Beetle","year":1967,"metres":98000000},\
              "faults":[{"part":"clutch","severity":"ANNOYING","seen":"slips"}],"estimate":{"hours":6.5,"parts":210.0},"secondOpinion":{"hours":5.0,"parts":250.0}}\
              """),
          new SampleType<>(
              Match.class,
              """
              {"home":{"name":"Reds","named":[{"name":"Kim","shirt":7,"position":"FORWARD"}]},"away":{"name":"Blues","named":[]},\
              "goals":[{"minute":12,"scorer":"Kim","penalty":false}],"spectators":812}\
              """));

  private FirstUseMain() {}

  private record SampleType<T extends Record>(Class<T> type, String json) {

    String measure() {
      long start = System.nanoTime();
      Schema<T> schema = Schema.of(type);
      ReadResult<T> result = schema.read(json);
      long nanos = System.nanoTime() - start;
      T value = result.value();
      if (value == null || !schema.encode(value).equals(json)) {
        throw new IllegalStateException(
            type + ": expected " + json + ", found " + value + " " + result.violations());
      }
      return String.valueOf(nanos / 1e6);
    }
  }

  /** Runs the measurement; the argument is the index of the first type. */
  public static void main(String[] args) {
    new SampleType<>(Order.class, SampleOrder.JSON).measure();
    var order = new ArrayList<>(TYPES);
    Collections.rotate(order, Integer.parseInt(args[0]));
    System.out.println(String.join(" ", order.stream().map(SampleType::measure).toList()));
  }
}
