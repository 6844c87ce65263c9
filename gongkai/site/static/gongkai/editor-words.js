// The editor in Chinese: some of its words it asks of window.gettext, the others stand in its buttons.
"use strict";
{
  const words = {
    "Block style": "段落样式",
    "Paragraph": "正文",
    "Heading 2": "一级标题",
    "Heading 3": "二级标题",
    "Heading 4": "三级标题",
    "bold": "加粗",
    "underline": "下划线",
    "subscript": "下标",
    "superscript": "上标",
    "unordered list": "项目列表",
    "ordered list": "编号列表",
    "blockquote": "引文",
    "insert link": "链接",
    "remove link": "去掉链接",
    "undo": "撤销",
    "redo": "重做",
    "paragraph": "段落样式",
    "heading 2": "一级标题",
    "heading 3": "二级标题",
    "heading 4": "三级标题",
    "Insert table": "插入表格",
    "Add row": "加一行",
    "Add column": "加一列",
    "Delete row": "删这一行",
    "Delete column": "删这一列",
    "Delete table": "删除表格",
    "Merge cells": "合并单元格",
    "Split cell": "拆分单元格",
    "Toggle header cell": "表头单元格",
    "Toggle fullscreen": "全屏",
    "List properties": "列表样式",
    "List Properties": "列表样式",
    "Decimal numbers": "数字",
    "Lowercase letters": "小写字母",
    "Uppercase letters": "大写字母",
    "Lowercase Roman numerals": "小写罗马数字",
    "Uppercase Roman numerals": "大写罗马数字",
    "Start at": "起始编号",
    "List type": "编号样式",
    "URL": "网址",
    "Title": "说明",
    "Open in new window": "在新窗口打开",
    "Edit Link": "链接",
    "Rows": "行数",
    "Columns": "列数",
    "Include header row": "第一行为表头",
    "Table Properties": "表格",
    "Insert Table": "插入表格",
    "Update": "确定",
    "Insert": "插入",
    "Cancel": "取消",
  };
  const said = (text) => words[text] || text;
  window.gettext = said;

  // It would add rules of its own to the page, which the content policy refuses; an empty mark keeps it
  // from trying. What it needs of them stands in our stylesheet.
  const mark = document.createElement("style");
  mark.nonce = document.currentScript.nonce;
  mark.setAttribute("data-tiptap-style", "");
  document.head.append(mark);

  const translate = (editor) => {
    for (const named of editor.querySelectorAll(".prose-menubar [title]")) {
      named.title = said(named.title);
      named.setAttribute("aria-label", named.title);
    }
    for (const menu of editor.querySelectorAll(".prose-menubar")) {
      const texts = document.createTreeWalker(menu, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (!texts.currentNode.parentElement.closest(".material-icons")) {  // there a word is a picture
          texts.currentNode.data = said(texts.currentNode.data);
        }
      }
    }
  };

  document.addEventListener("prose-editor:ready", (event) => {
    const editor = event.target.closest(".prose-editor");
    const label = document.querySelector(`label[for="${event.target.id}"]`);
    editor.querySelector("[contenteditable='true']").setAttribute("aria-label", label.firstChild.data);
    translate(editor);
    new MutationObserver(() => translate(editor)).observe(editor, { childList: true, subtree: true });
  });
}
