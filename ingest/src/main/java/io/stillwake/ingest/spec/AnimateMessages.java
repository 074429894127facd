package io.stillwake.ingest.spec;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.Motion;
import io.stillwake.proto.MotionMask;
import io.stillwake.proto.MotionPlan;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Point;
import java.util.function.Function;

/** The animate step as it travels, both ways. */
final class AnimateMessages {

  private AnimateMessages() {}

  static AnimateStep message(Spec.Animate animate, Function<String, ObjectRef> assets) {
    AnimateStep.Builder message =
        AnimateStep.newBuilder()
            .setPrompt(animate.prompt())
            .setNegativePrompt(animate.negativePrompt())
            .setMotionStrength(animate.motionStrength())
            .setSeconds(animate.seconds())
            .setFps(animate.fps())
            .setLoop(animate.loop());
    if (animate.plan() != null) {
      MotionPlan.Builder plan = message.getPlanBuilder();
      animate.plan().motions().forEach(motion -> plan.addMotions(message(motion)));
    }
    animate.masks().forEach(mask -> message.addMasks(message(mask, assets)));
    if (animate.keepStill() != null) {
      message.setKeepStill(assets.apply(animate.keepStill()));
    }
    return message.build();
  }

  private static Motion message(Spec.Motion motion) {
    return Motion.newBuilder()
        .setName(motion.motion())
        .setAmount(motion.amount())
        .setDirectionX(motion.direction().x())
        .setDirectionY(motion.direction().y())
        .setSpeed(motion.speed())
        .build();
  }

  private static MotionMask message(Spec.Mask mask, Function<String, ObjectRef> assets) {
    MotionMask.Builder message =
        MotionMask.newBuilder()
            .setMotion(mask.motion())
            .setDirectionX(mask.direction().x())
            .setDirectionY(mask.direction().y());
    if (mask.mask() != null) {
      message.setMask(assets.apply(mask.mask()));
    }
    for (Spec.Coordinates point : mask.stroke()) {
      message.addStroke(Point.newBuilder().setX(point.x()).setY(point.y()));
    }
    return message.build();
  }

  static Spec.Animate spec(AnimateStep step) {
    return new Spec.Animate(
        step.getPrompt(),
        step.getNegativePrompt(),
        step.getMotionStrength(),
        step.getSeconds(),
        step.getFps(),
        step.getLoop(),
        step.hasPlan() ? spec(step.getPlan()) : null,
        step.getMasksList().stream().map(AnimateMessages::spec).toList(),
        step.hasKeepStill() ? step.getKeepStill().getSha256() : null);
  }

  private static Spec.Plan spec(MotionPlan plan) {
    return new Spec.Plan(plan.getMotionsList().stream().map(AnimateMessages::spec).toList());
  }

  private static Spec.Motion spec(Motion motion) {
    return new Spec.Motion(
        motion.getName(),
        motion.getAmount(),
        new Spec.Coordinates(motion.getDirectionX(), motion.getDirectionY()),
        motion.getSpeed());
  }

  private static Spec.Mask spec(MotionMask mask) {
    return new Spec.Mask(
        mask.getMotion(),
        mask.hasMask() ? mask.getMask().getSha256() : null,
        new Spec.Coordinates(mask.getDirectionX(), mask.getDirectionY()),
        mask.getStrokeList().stream()
            .map(point -> new Spec.Coordinates(point.getX(), point.getY()))
            .toList());
  }
}
