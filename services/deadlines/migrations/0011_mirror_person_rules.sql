-- A person's number stands with the person alone: a post's copy of it was as old as the post.
alter table mirror_post drop column phone;
