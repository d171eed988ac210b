#include "settings/settings.hpp"

#include "settings/build.hpp"

#include <cstdint>

namespace lockstep {

namespace {

// 64-bit FNV-1a.
std::string digest_of(const Sections& sections) {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto add = [&hash](std::string_view text) {
        for (const char c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        }
        hash = (hash ^ '\n') * 0x100000001b3;
    };
    for (const EffectiveSection& section : sections) {
        add(name(section.kind()));
        for (const auto& [key, value] : section.values()) {
            if (!value.key->is_on_record()) continue;
            add(key);
            add(value.text);
        }
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, hash >>= 4) {
        *digit = digits[hash & 0xf];
    }
    return text;
}

void require_sections(const Sections& sections, const Document& document, Problems& problems) {
    for (const SectionKind kind : {SectionKind::instrument, SectionKind::session,
                                   SectionKind::leader, SectionKind::follower}) {
        if (sections_of(sections, kind).empty()) {
            problems.error(document.start, "there is no " + std::string(name(kind)),
                           "add at least one (see docs/settings.md)");
        }
    }
}

} // namespace

Checked check_settings(const std::filesystem::path& file, const Environment& environment,
                       std::optional<std::chrono::sys_days> today) {
    Problems problems;
    Checked checked;
    const Document document = read_document(file, environment, problems);
    if (!document.sections.empty() || !problems.has_errors()) {
        checked.sections = resolve(document, problems);
        Settings settings;
        settings.gateway.settings_file = std::filesystem::absolute(file).lexically_normal();
        require_sections(checked.sections, document, problems);
        build_gateway(checked.sections, settings, problems);
        build_instruments(checked.sections, settings, problems);
        build_sessions(checked.sections, settings, problems);
        build_leaders(checked.sections, settings, problems);
        build_followers(checked.sections, settings, problems);
        check_accounts(checked.sections, settings, problems);
        check_owners(checked.sections, settings, problems);
        check_use(checked.sections, settings, problems);
        check_marks(checked.sections, settings, problems);
        check_profiles(checked.sections, today, problems);
        settings.digest = digest_of(checked.sections);
        settings.copy = settings_copy(checked.sections);
        if (!problems.has_errors()) checked.settings = std::move(settings);
    }
    checked.problems = problems.sorted();
    return checked;
}

} // namespace lockstep
