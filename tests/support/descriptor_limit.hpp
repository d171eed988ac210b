// As many open files as this process may have: hundreds of sessions take some each.
#pragma once

#include <sys/resource.h>

namespace lockstep::test {

inline void raise_descriptor_limit() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace lockstep::test
