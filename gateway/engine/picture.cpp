#include "engine/picture.hpp"

namespace lockstep {

Picture take_picture(std::shared_ptr<const PictureFrame> frame, const EngineCore& core,
                     Timestamp now) {
    const RouterConfig& config = core.router().config();
    const auto copy = [](const NoticeRing& ring) {
        return std::vector(ring.notices().begin(), ring.notices().end());
    };
    Picture picture;
    picture.frame = std::move(frame);
    picture.taken = now;
    picture.journal.sequence = core.last_sequence();
    for (std::uint32_t i = 0; i < config.leaders.size(); ++i) {
        picture.leaders.push_back(core.router().view(LeaderId{i}));
    }
    for (std::uint32_t i = 0; i < config.followers.size(); ++i) {
        const FollowerId id{i};
        picture.followers.push_back({core.router().view(id), core.router().working_orders(id),
                                     core.record().orders_sent(id), core.record().decisions(id),
                                     copy(core.record().notices(id))});
    }
    for (std::uint32_t i = 0; i < config.instruments.size(); ++i) {
        picture.marks.push_back(core.mark(InstrumentId{i}));
    }
    picture.notices = copy(core.record().notices());
    return picture;
}

const std::string& ShownPicture::json() const {
    std::call_once(made_, [this] { json_ = status_json(status_of(picture_)); });
    return json_;
}

} // namespace lockstep
