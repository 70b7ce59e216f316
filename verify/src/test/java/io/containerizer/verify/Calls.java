package io.containerizer.verify;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;

/** Predicates on method calls. */
final class Calls {

    private Calls() {}

    /** A call of any overload of the method. */
    static DescribedPredicate<JavaMethodCall> to(Class<?> owner, String method) {
        return DescribedPredicate.describe(
                "the target is " + owner.getSimpleName() + "." + method,
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getTarget().getName().equals(method));
    }
}
