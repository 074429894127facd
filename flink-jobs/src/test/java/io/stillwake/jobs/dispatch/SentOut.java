package io.stillwake.jobs.dispatch;

import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a pool decided. */
final class SentOut implements Outbox {

  final List<WorkItem> issued = new ArrayList<>();
  final List<WorkResult> givenUp = new ArrayList<>();
  final List<DeadLetter> buried = new ArrayList<>();
  final List<WorkCancellation> canceled = new ArrayList<>();
  final List<RenderProgress> told = new ArrayList<>();

  List<String> works() {
    return issued.stream().map(WorkItem::getWorkId).toList();
  }

  List<Integer> attempts() {
    return issued.stream().map(WorkItem::getAttempt).toList();
  }

  WorkItem last() {
    return issued.get(issued.size() - 1);
  }

  @Override
  public void issue(WorkItem item) {
    issued.add(item);
  }

  @Override
  public void giveUp(WorkResult failure) {
    givenUp.add(failure);
  }

  @Override
  public void bury(DeadLetter letter) {
    buried.add(letter);
  }

  @Override
  public void tell(RenderProgress progress) {
    told.add(progress);
  }

  @Override
  public void cancel(WorkCancellation cancellation) {
    canceled.add(cancellation);
  }
}
