package org.atomicagents.cli.spark;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/** The task of a split: returns the records of its outcomes. */
record LineTask(LineJob job, LineTally tally)
    implements FlatMapFunction<Iterator<LineSplit>, String> {

  @Override
  public Iterator<String> call(Iterator<LineSplit> splits) throws IOException {
    if (!splits.hasNext()) {
      return Collections.emptyIterator();
    }
    LineSplit split = splits.next();
    LineExecutor executor = LineExecutor.current();
    LineWorker worker = executor.acquire(job);
    TaskContext task = TaskContext.get();
    task.addTaskCompletionListener((TaskContext completed) -> executor.release(job));
    var outcomes = new LineOutcomes(executor, worker, split, tally);
    task.addTaskCompletionListener((TaskContext completed) -> outcomes.close());
    return outcomes;
  }
}
