package org.atomicagents.examples;

import java.nio.file.Path;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.message.Image;
import org.atomicagents.schema.Description;

/**
 * A question about images, which are components of the input.
 *
 * <p>Arguments other than {@code --model} are image files; without any, a red circle is sent.
 */
public final class ImageQuestion {
  /** A red circle on white, 64 x 64 pixels, in PNG. */
  private static final String CIRCLE =
      "iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQMAAACQp+OdAAAABlBMVEX////SHh71gTCcAAAA"
          + "c0lEQVR42r2RsQ2AMAwEgygoGSGjZDQYjVEYgZIiyoP90hMpiApw4yts2T6H8EGkwtwBi8MA"
          + "bA4RyCwBWDQBcDgzZjaxrTdY2c3+0WCvIRrkGpJBuQUb5cP+hId92uXbA3W7bMiPjF0OZVWe"
          + "ZV6/0HdeiQNbbtaJevzMQwAAAABJRU5ErkJggg==";

  private ImageQuestion() {}

  @Description("A question about images")
  record Question(String text, List<Image> images) {}

  @Description("An object in an image")
  record Thing(String name, @Description("Its main color") String color) {}

  @Description("An answer about images")
  record Answer(String text, List<Thing> things) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.of(Question.class, Answer.class, example.model());

      var answer = agent.run(new Question("What is in these images?", images(List.of(args))));

      System.out.println(answer.text());
      answer
          .things()
          .forEach(thing -> System.out.println("- " + thing.color() + " " + thing.name()));
    }
  }

  private static List<Image> images(List<String> args) {
    int model = args.indexOf("--model");
    List<String> files =
        model < 0 ? args : args.stream().filter(arg -> args.indexOf(arg) > model + 1).toList();
    return files.isEmpty()
        ? List.of(Image.ofBase64(CIRCLE))
        : files.stream().map(Path::of).map(Image::of).toList();
  }
}
